import { type Secret, secret } from '../../model/secret.js';
import { type Generations, inUse, type SecretContent, trustedGenerations } from '../../model/secrets.js';
import { encryptionConfiguration } from '../../pki/keys.js';
import type { Material } from './material.js';

/** What a file of a bundle holds. */
export function fileContent(
  content: SecretContent,
  { material, generations }: { readonly material: Material; readonly generations: Generations },
): Secret {
  const trusted = (name: Parameters<Material['rotating']>[0]) =>
    trustedGenerations(generations, name).map(generation => material.rotating(name, generation));
  switch (content.kind) {
    case 'certificate':
      return secret(material.leaf(content.of).public);
    case 'key':
      return material.leaf(content.of).key;
    case 'authority':
      return secret(material.rotating(content.of, inUse(generations, content.of)).public);
    case 'signing-key':
      return material.rotating(content.of, inUse(generations, content.of)).key;
    case 'trust':
      return secret(
        content.of
          .flatMap(trusted)
          .map(issued => issued.public)
          .join(''),
      );
    case 'public-keys':
      return secret(
        trusted(content.of)
          .map(issued => issued.public)
          .join(''),
      );
    case 'encryption-config': {
      const keys = generations.rotating[content.of].map(generation => ({
        generation,
        key: material.rotating(content.of, generation).key.reveal().toString(),
      }));
      return secret(encryptionConfiguration(keys));
    }
  }
}
