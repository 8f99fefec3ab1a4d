import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { compileTemplates, type TemplateSet } from '../template/compile.js';

/** `templates/` of the package, read and compiled once per process. */
export interface TemplateFiles {
  readonly templates: TemplateSet;
  /** Text of a file that holds no values, by its path below `templates/`. Undefined if there is none. */
  readonly local: (path: string) => string | undefined;
}

let loading: Promise<TemplateFiles> | undefined;

export function loadTemplateFiles(): Promise<TemplateFiles> {
  loading ??= read(join(import.meta.dirname, '../../../templates'));
  return loading;
}

async function read(root: string): Promise<TemplateFiles> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const texts = new Map<string, string>();
  for (const path of paths) texts.set(path, await readFile(join(root, path), 'utf8'));
  const yaml = [...texts].filter(([path]) => path.endsWith('.yaml.hbs'));
  return {
    templates: compileTemplates(new Map(yaml.map(([path, text]) => [`templates/${path}`, text]))),
    local: path => (path.endsWith('.hbs') ? undefined : texts.get(path)),
  };
}
