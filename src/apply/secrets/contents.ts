import { type Secret, secret } from '../../model/secret.js';
import { type Generations, inUse, type SecretContent, trustedGenerations } from '../../model/secrets.js';
import { encryptionConfiguration } from '../../pki/keys.js';
import type { Material } from './material.js';
import type { SourceContents } from './sources.js';

export interface FileSources {
  readonly material: Material;
  readonly sources: SourceContents;
  readonly generations: Generations;
}

/** What a file of a bundle holds. */
export function fileContent(content: SecretContent, { material, sources, generations }: FileSources): Secret {
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
    case 'trust': {
      const authorities = content.of.flatMap(trusted).map(issued => issued.public);
      const beside = content.beside === undefined ? [] : [sources.offered(content.beside).authority];
      return secret([...authorities, ...beside].join(''));
    }
    case 'public-keys': {
      const beside = content.beside === undefined ? [] : [sources.offered(content.beside).publicKey];
      return secret([...beside, ...trusted(content.of).map(issued => issued.public)].join(''));
    }
    case 'offered': {
      const offered = sources.offered(content.of);
      return content.part === 'key' ? offered.key : secret(offered.certificate);
    }
    case 'reference':
      return sources.reference(content.of);
    case 'encryption-config': {
      const keys = generations.rotating[content.of].map(generation => ({
        generation,
        key: material.rotating(content.of, generation).key.reveal().toString(),
      }));
      return secret(encryptionConfiguration(keys));
    }
  }
}
