/** The places of the window, in the order in which they stand. */

import { t } from '../i18n/index.svelte';
import type { IconName } from '../shared/Icon.svelte';
import type { Desk } from '../state/desk.svelte';
import type { ViewName } from '../state/layout.svelte';

export interface Place {
  view: ViewName;
  icon: IconName;
  label: string;
  go: () => void;
}

export function placesOf({ layout, ...desk }: Desk): Place[] {
  return [
    // Pressed again inside Today, it leads back to the newest day.
    { view: 'today', icon: 'today', label: t().nav.today, go: () => (layout.view === 'today' ? void desk.openDay() : layout.show('today')) },
    { view: 'archive', icon: 'archive', label: t().nav.archive, go: () => layout.show('archive') },
    { view: 'search', icon: 'search', label: t().nav.search, go: () => layout.show('search') },
    { view: 'library', icon: 'later', label: t().nav.library, go: () => layout.show('library') },
    { view: 'ledger', icon: 'ledger', label: t().nav.ledger, go: () => layout.show('ledger') },
    { view: 'insights', icon: 'chart', label: t().nav.insights, go: () => layout.show('insights') },
    { view: 'settings', icon: 'settings', label: t().nav.settings, go: () => layout.show('settings') },
  ];
}
