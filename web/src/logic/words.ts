// words.ts — numbers with their units, as the page writes them.

const kibibyte = 1024;
const megabyte = 1_000_000;

/** `512 bytes`, `64 KiB`, `23 MB`: limits are given in KiB, downloads in MB. */
export function describeBytes(bytes: number): string {
  if (bytes < kibibyte) return describeCount(bytes, 'byte');
  if (bytes < megabyte) return `${trimmed(bytes / kibibyte, 1)} KiB`;
  const megabytes = bytes / megabyte;
  return `${trimmed(megabytes, megabytes < 10 ? 1 : 0)} MB`;
}

/** `0.42 s`, `12.3 s`: two decimal places below ten seconds. */
export function describeSeconds(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
}

/** For the output's gutter: `+0.050`. */
export function describeInstant(milliseconds: number): string {
  return `+${(Math.max(0, milliseconds) / 1000).toFixed(3)}`;
}

export function describeCount(count: number, noun: string): string {
  return `${groupedDigits(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function groupedDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function trimmed(value: number, places: number): string {
  return value.toFixed(places).replace(/\.0+$/, '');
}
