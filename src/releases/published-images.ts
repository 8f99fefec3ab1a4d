import { AppError } from '../errors.js';

/** AMI ids by region. */
export type ImagesByRegion = ReadonlyMap<string, string>;

const regionForm = /^[a-z]{2}(-[a-z]+)+-[0-9]$/;
const imageForm = /^ami-[0-9a-f]{8,17}$/;

/**
 * Flatcar's list of images: `{"amis": [{"name": "eu-central-1", "hvm": "ami-…"}, …]}`. Throws AppError for anything that
 * is not wholly of that form: half a list would leave regions on old images without a word.
 */
export function publishedImages(text: string, address: string): ImagesByRegion {
  const images = new Map<string, string>();
  for (const [index, entry] of entriesOf(text, address).entries()) {
    const { name, hvm } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
    const where = `${address} has an entry (number ${index + 1})`;
    if (typeof name !== 'string' || !regionForm.test(name)) throw malformed(`${where} without a region's name`);
    if (typeof hvm !== 'string' || !imageForm.test(hvm)) throw malformed(`${where} for ${name} without an image id`);
    if (images.has(name) && images.get(name) !== hvm) throw malformed(`${address} has two images for ${name}`);
    images.set(name, hvm);
  }
  return images;
}

function entriesOf(text: string, address: string): readonly unknown[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw malformed(`${address} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const amis: unknown = (document as { amis?: unknown } | null)?.amis;
  if (!Array.isArray(amis)) throw malformed(`${address} has no list "amis"`);
  if (amis.length === 0) throw malformed(`${address} lists no images`);
  return amis;
}

function malformed(message: string): AppError {
  return new AppError('not-a-list-of-images', message, {
    hint: 'it must be what Flatcar publishes as flatcar_production_ami_all.json',
  });
}
