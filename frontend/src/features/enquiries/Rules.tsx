import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import classes from './Enquiries.module.css';

const forbids = new Set(['do-not-say-who', 'no-voice-mail', 'no-redial']);

/** What holds for a call, the forbidden first. A rule this page does not know is shown as it is, never left out. */
export function Rules({ rules }: { rules: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.rules}>
      {rules.map((rule) => (
        <li key={rule} data-forbids={forbids.has(rule) || undefined}>
          <Icon name={forbids.has(rule) ? 'stopped' : 'check'} size={16} />
          <span>{t(`enquiries.rule.${rule as 'verify'}`, { defaultValue: rule })}</span>
        </li>
      ))}
    </ul>
  );
}

/** The same in a few words, for a list in which many calls stand; what holds for every call is left out. */
export function ShortRules({ rules }: { rules: readonly string[] }) {
  const { t } = useTranslation();
  const own = rules.filter((rule) => forbids.has(rule) || rule.startsWith('speaker-'));
  if (own.length === 0) return null;
  return (
    <p className={classes.short}>
      <Icon name="stopped" size={15} /> <span>{own.map((rule) => t(`enquiries.short.${rule as 'no-redial'}`, { defaultValue: rule })).join(' · ')}</span>
    </p>
  );
}
