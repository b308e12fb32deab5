import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { libraryQuery } from './laws';

/** A law by its name, with the way to it; its code until the library is there. */
export function LawName({ id, size = 'sm' }: { id: string; size?: 'xs' | 'sm' }) {
  const name = useQuery(libraryQuery).data?.items.find((law) => law.id === id)?.name;
  return <Anchor component={Link} to={`/laws/${id}`} size={size}>{name ?? id}</Anchor>;
}
