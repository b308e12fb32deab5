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
