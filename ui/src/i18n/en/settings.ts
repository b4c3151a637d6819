/** English: settings. */

import type { Messages } from '../index.svelte';

export const settings: Messages['settings'] = {
  title: 'Settings',
  language: 'Language',
  languageSystem: 'Same as the system',
  zh: '简体中文',
  en: 'English',
  theme: 'Appearance',
  themeSystem: 'Same as the system',
  light: 'Light',
  dark: 'Dark',
  analysis: 'Language of the analysis',
  analysisWhy: 'New analyses and reports are written in it; those that exist stay as they are.',
  profile: 'Profile',
  profileWhy: 'Decides which papers are recommended, from the next run on.',
  preset: (name) => `${name} (preset)`,
  categories: 'Categories followed',
  judge: 'Judge',
  data: 'Data folder',
  copyPath: 'Copy path',
  version: 'Version',
  sectionLook: 'Interface',
  sectionReading: 'Reading',
  sectionAbout: 'Data and version',
};
