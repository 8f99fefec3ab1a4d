import { AwsFault } from '../fault.js';

export interface XmlElement {
  /** Without a namespace prefix. */
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** Text directly within, entities decoded. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

/** Reads the small documents that S3 takes; throws MalformedXML for anything else, including document types. */
export function readXml(source: string): XmlElement {
  const root: OpenElement = { name: '', children: [], text: '' };
  const open = [root];
  let position = 0;
  for (const match of source
    .replace(/^\ufeff?\s*<\?xml[^>]*\?>/, '')
    .matchAll(/<!--[\s\S]*?-->|<(\/?)([\w:.-]+)([^<>]*)>|[^<]+/g)) {
    const [token, slash, qualifiedName, rest = ''] = match;
    const current = open.at(-1) ?? root;
    if (token.startsWith('<!--')) {
      // A comment says nothing.
    } else if (qualifiedName === undefined) current.text += decodeEntities(token);
    else if (slash === '/') close(open, localName(qualifiedName));
    else {
      const element = { name: localName(qualifiedName), children: [], text: '' };
      current.children.push(element);
      if (!rest.endsWith('/')) open.push(element);
    }
    if (match.index !== position) throw malformed();
    position = match.index + token.length;
  }
  return onlyChild(root, open, source, position);
}

export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find(child => child.name === name)?.text;
}

function onlyChild(root: OpenElement, open: readonly OpenElement[], source: string, position: number): XmlElement {
  const [child, ...others] = root.children;
  const length = source.replace(/^\ufeff?\s*<\?xml[^>]*\?>/, '').length;
  if (!child || others.length > 0 || open.length !== 1 || root.text.trim() !== '' || position !== length)
    throw malformed();
  return child;
}

function close(open: OpenElement[], name: string): void {
  if (open.length < 2 || open.pop()?.name !== name) throw malformed();
}

function localName(qualified: string): string {
  return qualified.split(':').at(-1) ?? qualified;
}

function decodeEntities(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);|&/gi, (_, entity: string | undefined) => {
    if (entity?.startsWith('#x')) return codePoint(Number.parseInt(entity.slice(2), 16));
    if (entity?.startsWith('#')) return codePoint(Number(entity.slice(1)));
    const character = entity === undefined ? undefined : entities[entity];
    if (character === undefined) throw malformed();
    return character;
  });
}

function codePoint(code: number): string {
  if (code > 0x10ffff) throw malformed();
  return String.fromCodePoint(code);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function malformed(): AwsFault {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new AwsFault('MalformedXML', message);
}
