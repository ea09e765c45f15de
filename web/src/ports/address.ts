// address.ts — the fragment of the page's address.
// Invariants: the page's own changes are not reported.

export interface AddressPort {
  fragment(): string;
  /** Sets the fragment without a new history entry. */
  replace(fragment: string): void;
  /** Sets the fragment with a new history entry. */
  push(fragment: string): void;
  onChange(changed: (fragment: string) => void): void;
  href(fragment: string): string;
}

export function browserAddress(): AddressPort {
  let known = location.hash;
  return {
    fragment: () => location.hash,
    replace(fragment) {
      known = fragment;
      history.replaceState(null, '', withFragment(fragment));
    },
    push(fragment) {
      known = fragment;
      history.pushState(null, '', withFragment(fragment));
    },
    onChange(changed) {
      const look = (): void => {
        if (location.hash === known) return;
        known = location.hash;
        changed(known);
      };
      addEventListener('hashchange', look);
      addEventListener('popstate', look);
    },
    href: (fragment) => new URL(withFragment(fragment), location.href).href,
  };
}

function withFragment(fragment: string): string {
  return `${location.pathname}${location.search}${fragment}`;
}
