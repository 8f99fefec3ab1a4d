/** CRC-32C (Castagnoli) as 8 hexadecimal digits' worth of bytes, big-endian as S3 writes it. */
export function crc32c(bytes: Uint8Array): Buffer {
  crc32cTable ??= buildCrc32cTable();
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crc32cTable[(crc ^ byte) & 0xff] ?? 0);
  const result = Buffer.alloc(4);
  result.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return result;
}

/** CRC-64/NVME, which AWS CLI 2 sends. Computed in two halves: BigInt arithmetic would take a second per megabyte. */
export function crc64nvme(bytes: Uint8Array): Buffer {
  crc64Table ??= buildCrc64Table();
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of bytes) {
    const index = ((low ^ byte) & 0xff) * 2;
    low = ((low >>> 8) | (high << 24)) ^ (crc64Table[index + 1] ?? 0);
    high = (high >>> 8) ^ (crc64Table[index] ?? 0);
  }
  const result = Buffer.alloc(8);
  result.writeUInt32BE((high ^ 0xffffffff) >>> 0, 0);
  result.writeUInt32BE((low ^ 0xffffffff) >>> 0, 4);
  return result;
}

let crc32cTable: Uint32Array | undefined;
let crc64Table: Uint32Array | undefined;

function buildCrc32cTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let crc = index;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    return crc;
  });
}

/** High and low half of each entry in turn. */
function buildCrc64Table(): Uint32Array {
  const table = new Uint32Array(512);
  for (let index = 0; index < 256; index++) {
    let crc = BigInt(index);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x9a6c9329ac4bc9b5n : crc >> 1n;
    table[index * 2] = Number(crc >> 32n);
    table[index * 2 + 1] = Number(crc & 0xffffffffn);
  }
  return table;
}
