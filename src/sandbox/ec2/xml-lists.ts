import type { XmlValue } from '../xml.js';

/** What EC2 answers, with lists as they are. */
export type Ec2Value =
  | string
  | number
  | boolean
  | undefined
  | readonly Ec2Value[]
  | { readonly [name: string]: Ec2Value };

/** In EC2's XML every member of a list is an element `item`. */
export function ec2Value(value: Ec2Value): XmlValue {
  if (Array.isArray(value)) return { item: (value as readonly Ec2Value[]).map(ec2Value) };
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, ec2Value(member)]));
}
