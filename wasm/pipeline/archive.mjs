// archive.mjs — many files in one part of the pack: the length of a list (4 bytes, little endian),
// the list as JSON, `[[path, size], …]`, and the files one after the other. Sorted by path and
// without times, so the same files are always the same bytes.

/** @param {{ path: string, bytes: Uint8Array }[]} files */
export function writeArchive(files) {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const list = new TextEncoder().encode(
    JSON.stringify(sorted.map(({ path, bytes }) => [path, bytes.length])),
  );
  const total = sorted.reduce((sum, { bytes }) => sum + bytes.length, 4 + list.length);
  const archive = new Uint8Array(total);
  new DataView(archive.buffer).setUint32(0, list.length, true);
  archive.set(list, 4);
  let at = 4 + list.length;
  for (const { bytes } of sorted) {
    archive.set(bytes, at);
    at += bytes.length;
  }
  return archive;
}

/** The files are views into the archive: nothing is copied. */
export function readArchive(archive) {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const listLength = view.getUint32(0, true);
  const list = JSON.parse(new TextDecoder().decode(archive.subarray(4, 4 + listLength)));
  let at = 4 + listLength;
  return list.map(([path, size]) => {
    const bytes = archive.subarray(at, at + size);
    at += size;
    return { path, bytes };
  });
}
