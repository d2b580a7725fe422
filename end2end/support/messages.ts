/** The page's texts, read from the same Fluent files: the tests say which message they expect, not how it is worded. */
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

export const languages = ['en', 'de', 'ja', 'ar'] as const;
export type Language = (typeof languages)[number];

const folder = resolve(import.meta.dirname, '../../locales');
const read = new Map<Language, Map<string, string>>();

function messages(language: Language): Map<string, string> {
  const known = read.get(language);
  if (known) return known;
  const found = new Map<string, string>();
  for (const file of readdirSync(`${folder}/${language}`)) {
    for (const line of readFileSync(`${folder}/${language}/${file}`, 'utf8').split('\n')) {
      const match = /^([a-z][\w-]*) = (.+)$/.exec(line);
      if (match) found.set(match[1], match[2]);
    }
  }
  read.set(language, found);
  return found;
}

/** The message `id` with `values`, where it is one line without plural forms. */
export function text(language: Language, id: string, values: Record<string, string> = {}): string {
  const pattern = messages(language).get(id);
  if (pattern === undefined) throw new Error(`locales/${language} has no one-line message ${id}`);
  return pattern.replace(/\{ \$(\w+) \}/g, (_, name) => {
    if (!(name in values)) throw new Error(`${id} needs ${name}`);
    return values[name];
  });
}

/** A pattern for the message `id` in which each value may be anything, and bidi isolates may stand around it. */
export function pattern(language: Language, id: string): RegExp {
  const source = messages(language).get(id);
  if (source === undefined) throw new Error(`locales/${language} has no one-line message ${id}`);
  const parts = source.split(/\{ \$\w+ \}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('[\u2068]?.*?[\u2069]?'));
}
