import { armor, Decrypter, Encrypter } from 'age-encryption';
import { AppError } from '../../errors.js';
import { type Secret, secret } from '../../model/secret.js';

/**
 * Seals contents for the holders of these recipients' identities. Throws AppError `wrong-recipient`, without quoting what was given:
 * it may be an identity, by mistake.
 */
export function sealer(recipients: readonly string[]): (content: Secret) => Promise<Uint8Array> {
  if (recipients.length === 0) throw wrongRecipient('nobody could open the file: there is no --recipient');
  const encrypter = new Encrypter();
  for (const [index, recipient] of recipients.entries()) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      throw wrongRecipient(`--recipient number ${index + 1} is no recipient of age`);
    }
  }
  return content => encrypter.encrypt(content.reveal());
}

function wrongRecipient(message: string): AppError {
  const hint = 'it looks like age1…; age-keygen prints it beside the identity that it makes';
  return new AppError('wrong-recipient', message, { kind: 'usage', hint });
}

/** Opens what `sealer` made, or the age tool. Throws AppError `wrong-identity` or `cannot-open`, quoting nothing. */
export async function unsealed(file: Uint8Array, identities: Secret): Promise<Secret> {
  const decrypter = new Decrypter();
  const lines = identities.reveal().toString().split(/\r?\n/);
  const written = lines.map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'));
  try {
    if (written.length === 0) throw new Error('empty');
    for (const identity of written) decrypter.addIdentity(identity);
  } catch {
    throw new AppError('wrong-identity', 'the identity file holds no identity of age', {
      hint: 'name the file that age-keygen wrote: a line of it begins with AGE-SECRET-KEY-',
    });
  }
  try {
    return secret(await decrypter.decrypt(binary(file)));
  } catch (error) {
    throw new AppError('cannot-open', 'the file cannot be opened: it is damaged, or not for this identity', {
      hint: 'take the identity whose recipient it was exported for',
      cause: error,
    });
  }
}

/** The age tool may have written it as text. */
function binary(file: Uint8Array): Uint8Array {
  const text = Buffer.from(file.subarray(0, 64)).toString('latin1');
  return text.trimStart().startsWith('-----BEGIN AGE') ? armor.decode(Buffer.from(file).toString('latin1')) : file;
}
