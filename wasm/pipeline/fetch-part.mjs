// fetch-part.mjs — brings one part of the pack into a browser: gzip inside the file, inflated here,
// so that progress counts the bytes that travel, whatever the server thinks of compression.

/**
 * @param {import('./pipeline.mjs').PackPart} part
 * @param {string | URL} url
 * @param {{ onBytes?(delta: number): void, signal?: AbortSignal }} [options]
 * @returns {Promise<Uint8Array>} `part.bytes` bytes
 */
export async function fetchPart(part, url, { onBytes, signal } = {}) {
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) {
    throw new Error(`${part.name}: the server answered ${response.status}`);
  }
  const counted = response.body.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        onBytes?.(chunk.length);
        controller.enqueue(chunk);
      },
    }),
  );
  // Some servers declare .gz files as encoded, and the browser has inflated them already.
  const encoded = response.headers.get('content-encoding')?.includes('gzip');
  const inflated = encoded ? counted : counted.pipeThrough(new DecompressionStream('gzip'));
  return collect(inflated, part);
}

async function collect(stream, part) {
  const whole = new Uint8Array(part.bytes);
  let at = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.length > whole.length) throw new Error(`${part.name}: longer than announced`);
    whole.set(value, at);
    at += value.length;
  }
  if (at !== whole.length) throw new Error(`${part.name}: shorter than announced`);
  return whole;
}
