/** What the palette leads to: commands, days, papers, themes. */

import type { ListedPaper, SearchHit, Topic } from '../host';
import { format, lang, t } from '../i18n/index.svelte';
import { keyLabel } from '../shared/keyboard';
import { plainProse } from '../shared/segments';
import type { Desk } from '../state/desk.svelte';
import { commandsOf, keyOnly } from './commands';

export interface Entry {
  id: string;
  group: string;
  label: string;
  hint: string;
  /** What the letters are looked for in. */
  text: string;
  run: () => void;
}

export function commandEntries(desk: Desk): Entry[] {
  return commandsOf(desk)
    .filter((command) => command.ready && !keyOnly.includes(command.id))
    .map((command) => ({
      id: command.id, group: t().palette.commands, label: command.label,
      hint: command.keys[0] ? keyLabel(command.keys[0]) : '', text: `${command.label} ${command.id}`.toLowerCase(), run: command.run,
    }));
}

/** The days of the month on screen, newest first, and any day that is written out. */
export function dayEntries(desk: Desk, words: string): Entry[] {
  const entry = (date: string, hint: string): Entry => {
    const label = format.longDay(lang(), date, desk.now());
    return { id: date, group: t().palette.days, label, hint, text: `${date} ${label}`.toLowerCase(), run: () => void desk.visit(date) };
  };
  const shown = desk.month.cells
    .filter((cell) => cell.kind === 'digest')
    .map((cell) => entry(cell.date, cell.counts ? t().calendar.digest(format.count(lang(), cell.counts.recommend)) : ''))
    .reverse();
  const written = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(words.trim());
  if (!written) return shown;
  const date = `${written[1]}-${written[2]?.padStart(2, '0')}-${written[3]?.padStart(2, '0')}`;
  const real = !Number.isNaN(Date.parse(`${date}T00:00:00Z`)) && new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
  if (!real || shown.some((other) => other.id === date)) return shown;
  return [{ ...entry(date, ''), text: words.trim().toLowerCase() }, ...shown];
}

export function paperEntries(desk: Desk): Entry[] {
  const { day, layout, reading } = desk;
  return (day.digest?.papers ?? []).map((paper: ListedPaper) => ({
    id: paper.id, group: t().palette.papers, label: plainProse(paper.title), hint: paper.id,
    text: `${paper.title} ${paper.verdict.translated_title} ${paper.verdict.keywords.join(' ')} ${paper.id}`.toLowerCase(),
    run: () => {
      if (!day.order.some((other) => other.id === paper.id)) day.showAll();
      layout.show('today');
      reading.select(paper.id);
      layout.openPaper(true);
    },
  }));
}

/** Papers of other days, as the search found them; they open among the results. */
export function hitEntries(desk: Desk, hits: SearchHit[], words: string): Entry[] {
  const { layout, reading } = desk;
  return hits
    .filter((hit) => !desk.day.paper(hit.id))
    .map((hit) => ({
      id: hit.id, group: t().palette.papers, label: plainProse(hit.title),
      hint: hit.date ? format.shortDay(lang(), hit.date) : hit.id, text: '',
      run: () => {
        desk.searchFor(words);
        reading.select(hit.id);
        layout.openPaper(true);
      },
    }));
}

/** Themes: those of the day narrow its list, those of other days open the newest day that has them. */
export function topicEntries(desk: Desk, topics: Topic[]): Entry[] {
  const { day, layout } = desk;
  const here = (day.digest?.trends ?? []).map((trend, i): Entry => ({
    id: `trend-${i}`, group: t().palette.topics, label: `${trend.emoji} ${trend.title}`.trim(),
    hint: t().day.trendPapers(format.count(lang(), trend.papers.length)), text: trend.title.toLowerCase(),
    run: () => {
      layout.show('today');
      if (day.filter.trend !== i) day.toggleTrend(i);
    },
  }));
  const elsewhere = topics
    .filter((topic) => !day.digest?.trends.some((trend) => trend.title === topic.title))
    .flatMap((topic): Entry[] => {
      const last = topic.days.filter(({ papers }) => papers > 0).at(-1);
      return last
        ? [{
            id: `topic-${topic.topic}`, group: t().palette.topics, label: `${topic.emoji} ${topic.title}`.trim(),
            hint: format.shortDay(lang(), last.date), text: topic.title.toLowerCase(), run: () => void desk.visit(last.date),
          }]
        : [];
    });
  return [...here, ...elsewhere];
}
