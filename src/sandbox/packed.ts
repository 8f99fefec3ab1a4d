import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Data as compressed JSON text in Base64: for what is kept long and looked at rarely. */
export type Packed<Value> = string & { readonly packed?: Value };

export function pack<Value>(value: Value): Packed<Value> {
  return deflateRawSync(JSON.stringify(value), { level: 1 }).toString('base64');
}

export function unpack<Value>(packed: Packed<Value>): Value {
  return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')) as Value;
}
