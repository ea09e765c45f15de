// tab-keys.ts — arrow keys, Home and End within a row of tabs, as in the ARIA pattern.

export function tabKey(event: KeyboardEvent): void {
  const row = event.currentTarget as HTMLElement;
  const tabs = [...row.querySelectorAll<HTMLElement>('[role="tab"]')];
  const at = tabs.indexOf(event.target as HTMLElement);
  const targets: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0,
    End: tabs.length - 1 };
  const target = targets[event.key];
  if (at < 0 || target === undefined) return;
  event.preventDefault();
  const tab = tabs[(target + tabs.length) % tabs.length];
  tab?.click();
  tab?.focus();
}
