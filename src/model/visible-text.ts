/**
 * Text from elsewhere without the characters that a terminal obeys or hides: controls, line ends, and invisible ones
 * such as those that turn the direction of writing. They are shown as `\uXXXX`.
 */
export function visibleText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
