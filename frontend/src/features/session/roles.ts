import type { TFunction } from 'i18next';

export const roles = [
  'incident-manager', 'data-protection-officer', 'communications', 'approver', 'society-focal-point', 'auditor', 'administrator',
] as const;

export type Role = (typeof roles)[number];

export function roleWords(role: string, t: TFunction): string {
  return (roles as readonly string[]).includes(role) ? t(`session.role.${role as Role}`) : role;
}
