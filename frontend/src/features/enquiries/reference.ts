/** Languages in which digits can be read out. */
export const callerLanguages = ['en', 'fr', 'es', 'ar'];

/** The name of each digit, as it is said on the telephone. */
export const digitWords: Record<string, string[]> = {
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  fr: ['zéro', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'],
  es: ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  ar: ['صفر', 'واحد', 'اثنان', 'ثلاثة', 'أربعة', 'خمسة', 'ستة', 'سبعة', 'ثمانية', 'تسعة'],
};

/** The digits of a reference in threes, whatever stands between them and in whatever script they were typed. */
export function groupsOf(typed: string): string[] {
  const digits = [...typed].flatMap((sign) => {
    const zero = [0x30, 0x660, 0x6f0, 0x966].find((first) => sign.codePointAt(0)! >= first && sign.codePointAt(0)! <= first + 9);
    return zero === undefined ? [] : [String(sign.codePointAt(0)! - zero)];
  });
  return digits.slice(0, 18).join('').match(/.{1,3}/g) ?? [];
}
