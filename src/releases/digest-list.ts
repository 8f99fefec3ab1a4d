/** How many hexadecimal digits a digest has. */
const lengths = { sha256: 64, sha512: 128 } as const;

/**
 * The digest of a file in what is published beside it: a digest alone (dl.k8s.io), lines of sha256sum (containerd,
 * etcd's SHA256SUMS), or the same under headings (Flatcar's DIGESTS). Undefined when the list does not speak of it.
 */
export function digestIn(
  list: string,
  { algorithm, file }: { algorithm: keyof typeof lengths; file: string },
): string | undefined {
  const lines = list.split(/\r?\n/).filter(line => line.trim() !== '' && !line.startsWith('#'));
  const [only] = lines;
  if (lines.length === 1 && only !== undefined && isDigest(only.trim(), algorithm)) return only.trim().toLowerCase();
  const digests = lines.flatMap(line => {
    const { digest, name } = /^(?<digest>\S+)\s+\*?(?<name>.+)$/.exec(line.trim())?.groups ?? {};
    if (digest === undefined || name === undefined || !isDigest(digest, algorithm)) return [];
    return name.slice(name.lastIndexOf('/') + 1) === file ? [digest.toLowerCase()] : [];
  });
  // Two lines that contradict each other vouch for nothing.
  return new Set(digests).size === 1 ? digests[0] : undefined;
}

export function isDigest(text: string, algorithm: keyof typeof lengths): boolean {
  return text.length === lengths[algorithm] && /^[0-9a-f]+$/i.test(text);
}
