//! The services and local servers that our readers use: where they are, and which of their models fit the work. Names
//! of models age; the server's own list (`list_models`) is what counts. Sources: the providers' documentation,
//! looked at in 2026.

use serde::Serialize;
use ts_rs::TS;

use super::ProviderKind;

/// A provider to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Preset {
    pub id: &'static str,
    pub chinese: &'static str,
    pub english: &'static str,
    pub kind: ProviderKind,
    pub base_url: &'static str,
    /// Cheap and good enough first; empty for servers that hold what the reader put there.
    pub models: &'static [&'static str],
    /// Where a key is made; empty for local servers.
    pub key_url: &'static str,
}

impl Preset {
    /// A server on the reader's own machine, which needs no key.
    pub fn is_local(&self) -> bool {
        self.key_url.is_empty()
    }
}

/// In the order in which they are offered.
pub const PRESETS: &[Preset] = &[
    Preset {
        id: "deepseek",
        chinese: "DeepSeek 深度求索",
        english: "DeepSeek",
        kind: ProviderKind::OpenAi,
        base_url: "https://api.deepseek.com/v1",
        models: &["deepseek-chat", "deepseek-v4-flash", "deepseek-reasoner"],
        key_url: "https://platform.deepseek.com/api_keys",
    },
    Preset {
        id: "dashscope",
        chinese: "通义千问（阿里云百炼）",
        english: "Qwen (Alibaba Cloud Model Studio)",
        kind: ProviderKind::OpenAi,
        base_url: "https://dashscope.aliyuncs.com/compatible-mode/v1",
        models: &["qwen-flash", "qwen-plus", "qwen-max"],
        key_url: "https://bailian.console.aliyun.com/?tab=model#/api-key",
    },
    Preset {
        id: "moonshot",
        chinese: "Kimi（月之暗面）",
        english: "Kimi (Moonshot AI)",
        kind: ProviderKind::OpenAi,
        base_url: "https://api.moonshot.cn/v1",
        models: &["kimi-k2.5", "kimi-k2-0905-preview"],
        key_url: "https://platform.moonshot.cn/console/api-keys",
    },
    Preset {
        id: "zhipu",
        chinese: "智谱 GLM",
        english: "Zhipu GLM",
        kind: ProviderKind::OpenAi,
        base_url: "https://open.bigmodel.cn/api/paas/v4",
        models: &["glm-4.5-air", "glm-4.6", "glm-5"],
        key_url: "https://open.bigmodel.cn/usercenter/apikeys",
    },
    Preset {
        id: "volcengine",
        chinese: "豆包（火山方舟）",
        english: "Doubao (Volcengine Ark)",
        kind: ProviderKind::OpenAi,
        base_url: "https://ark.cn-beijing.volces.com/api/v3",
        models: &["doubao-seed-1-6-flash-250828", "doubao-seed-1-8-251228", "deepseek-v3-2-251201"],
        key_url: "https://console.volcengine.com/ark/region:ark+cn-beijing/apiKey",
    },
    Preset {
        id: "siliconflow",
        chinese: "硅基流动",
        english: "SiliconFlow",
        kind: ProviderKind::OpenAi,
        base_url: "https://api.siliconflow.cn/v1",
        models: &["deepseek-ai/DeepSeek-V3.2", "Qwen/Qwen3-30B-A3B-Instruct-2507", "zai-org/GLM-4.6"],
        key_url: "https://cloud.siliconflow.cn/account/ak",
    },
    Preset {
        id: "openai",
        chinese: "OpenAI",
        english: "OpenAI",
        kind: ProviderKind::OpenAi,
        base_url: "https://api.openai.com/v1",
        models: &["gpt-5.4-mini", "gpt-5.4-nano", "gpt-4.1-mini"],
        key_url: "https://platform.openai.com/api-keys",
    },
    Preset {
        id: "gemini",
        chinese: "Google Gemini",
        english: "Google Gemini",
        kind: ProviderKind::OpenAi,
        base_url: "https://generativelanguage.googleapis.com/v1beta/openai",
        models: &["gemini-2.5-flash", "gemini-2.5-flash-lite"],
        key_url: "https://aistudio.google.com/apikey",
    },
    Preset {
        id: "openrouter",
        chinese: "OpenRouter",
        english: "OpenRouter",
        kind: ProviderKind::OpenAi,
        base_url: "https://openrouter.ai/api/v1",
        models: &["deepseek/deepseek-chat-v3.1", "google/gemini-2.5-flash", "openai/gpt-5-mini"],
        key_url: "https://openrouter.ai/keys",
    },
    Preset {
        id: "ollama",
        chinese: "Ollama（本机）",
        english: "Ollama (this machine)",
        kind: ProviderKind::Ollama,
        base_url: "http://127.0.0.1:11434",
        models: &[],
        key_url: "",
    },
    Preset {
        id: "lmstudio",
        chinese: "LM Studio（本机）",
        english: "LM Studio (this machine)",
        kind: ProviderKind::OpenAi,
        base_url: "http://127.0.0.1:1234/v1",
        models: &[],
        key_url: "",
    },
    Preset {
        id: "llamacpp",
        chinese: "llama.cpp（本机）",
        english: "llama.cpp (this machine)",
        kind: ProviderKind::OpenAi,
        base_url: "http://127.0.0.1:8080/v1",
        models: &[],
        key_url: "",
    },
    Preset {
        id: "vllm",
        chinese: "vLLM（本机）",
        english: "vLLM (this machine)",
        kind: ProviderKind::OpenAi,
        base_url: "http://127.0.0.1:8000/v1",
        models: &[],
        key_url: "",
    },
];
