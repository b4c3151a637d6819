/** Providers of models, keys, what they cost. */

import type { ConnectionTest, FoundServer, KeyStatus, Language } from '../index';
import type { Answers } from './world';

export interface ModelOptions {
  /** Model servers that run on the reader's machine. */
  servers?: FoundServer[];
  connection?: ConnectionTest;
}

type Names = 'learned' | 'providers' | 'find_servers' | 'models' | 'test_connection' | 'key_status' | 'set_key' | 'usage';

export function modelAnswers(options: ModelOptions, language: Language): Pick<Answers, Names> {
  const zh = language === 'zh-CN';
  const keys = new Set<string>();
  const status = (place: string): KeyStatus => ({ stored: keys.has(place), from: null, keychain: 'ok', place });
  const works: ConnectionTest = {
    ok: true,
    steps: [
      { name: 'reachable', state: 'ok', detail: '182 ms' },
      { name: 'authorised', state: 'ok', detail: '' },
      { name: 'model', state: 'ok', detail: 'deepseek-chat' },
      { name: 'structured', state: 'ok', detail: 'json_schema' },
      { name: 'context', state: 'ok', detail: '65,536' },
      { name: 'cost', state: 'unknown', detail: zh ? '没有填价格' : 'No price is set' },
    ],
  };
  return {
    providers: () => [
      { id: 'deepseek', name: 'DeepSeek', kind: 'openai', base_url: 'https://api.deepseek.com/v1', models: ['deepseek-chat'], local: false, key_needed: true, key_url: 'https://platform.deepseek.com/api_keys' },
      { id: 'qwen', name: zh ? '通义千问' : 'Qwen', kind: 'openai', base_url: 'https://dashscope.aliyuncs.com/compatible-mode/v1', models: ['qwen-plus'], local: false, key_needed: true, key_url: 'https://bailian.console.aliyun.com' },
      { id: 'openai', name: 'OpenAI', kind: 'openai', base_url: 'https://api.openai.com/v1', models: ['gpt-5-mini'], local: false, key_needed: true, key_url: 'https://platform.openai.com/api-keys' },
      { id: 'ollama', name: 'Ollama', kind: 'ollama', base_url: 'http://localhost:11434', models: ['qwen3:8b'], local: true, key_needed: false, key_url: null },
    ],
    learned: () => ({
      enabled: true, labels: { own: 12, weak: 0, model: 60 }, trained_at: null,
      words: [{ word: 'inference', weight: 1.4 }, { word: 'memory', weight: 0.8 }, { word: 'jailbreak', weight: -1.1 }],
    }),
    find_servers: () => options.servers ?? [],
    models: ({ base_url }) => ({ models: options.servers?.find((server) => server.base_url === base_url)?.models ?? ['deepseek-chat', 'deepseek-reasoner'], problem: null }),
    test_connection: () => options.connection ?? works,
    key_status: ({ base_url }) => status(base_url ?? ''),
    set_key: ({ base_url, key }) => {
      if (key) keys.add(base_url);
      else keys.delete(base_url);
      return status(base_url);
    },
    usage: () => ({
      rows: [
        { day: '2026-01-09', model: 'deepseek-chat', purpose: 'judge', requests: 60, input_tokens: 182_000, output_tokens: 41_000, cost: 0.42 },
        { day: '2026-01-08', model: 'deepseek-chat', purpose: 'judge', requests: 58, input_tokens: 175_000, output_tokens: 39_500, cost: 0.4 },
      ],
      total_cost: 0.82, today_cost: 0.42, budget: 0,
    }),
  };
}
