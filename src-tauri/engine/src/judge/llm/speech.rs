//! Whether a paper speaks to the model that judges it.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::untrusted::{is_hidden, pattern};

/// Whether a paper's text says something to the model that judges it. A paper about such texts may be flagged for
/// quoting one: the flag is a remark, not a verdict.
pub fn speaks_to_a_model(text: &str) -> bool {
    // Nobody writes a title in tag characters or turns its direction around by accident.
    if text.chars().any(|c| matches!(c, '\u{E0000}'..='\u{E007F}' | '\u{202D}' | '\u{202E}')) {
        return true;
    }
    let plain = plain_letters(text);
    SPEECH.iter().any(|pattern| pattern.is_match(&plain)) || {
        let joined = spaced_out(&plain);
        joined != plain && SPEECH.iter().any(|pattern| pattern.is_match(&joined))
    }
}

/// Lower-case text in which look-alikes are the letters they look like, hidden characters are gone, and any run of
/// space is one space.
fn plain_letters(text: &str) -> String {
    let shown: String = text.chars().filter(|c| !is_hidden(*c)).collect();
    let mut plain = String::with_capacity(shown.len());
    // Decomposed, so that accents on Latin letters can be left out.
    for c in shown.nfkd().flat_map(char::to_lowercase) {
        match c {
            '\u{0300}'..='\u{036F}' => {}
            c if c.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            c => plain.push(look_alike(c)),
        }
    }
    plain
}

/// The Latin letter that a Cyrillic, Greek or other letter passes for. Source: the letters of Unicode's confusables that
/// look the same in common typefaces.
fn look_alike(c: char) -> char {
    match c {
        'а' | 'α' | 'ɑ' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' | 'ҽ' => 'e',
        'ɡ' => 'g',
        'һ' => 'h',
        'і' | 'ι' | 'ı' | 'ӏ' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ⅼ' => 'l',
        'м' => 'm',
        'η' | 'ո' => 'n',
        'о' | 'ο' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ս' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        other => other,
    }
}

/// `i g n o r e` and `i.g.n.o.r.e` as `ignore`: runs of single letters with one separator between them.
fn spaced_out(plain: &str) -> String {
    static RUN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:\p{L}[ .\-_*]){3,}\p{L}\b"));
    RUN.replace_all(plain, |found: &regex::Captures<'_>| {
        found[0].chars().filter(|c| c.is_alphabetic()).collect::<String>()
    })
    .into_owned()
}

/// How texts speak to a model. Matched against `plain_letters`.
static SPEECH: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // Taking the instructions back.
        r"\b(?:ignore|disregard|forget|override|bypass|discard)\b.{0,30}\b(?:previous|prior|above|preceding|earlier|foregoing|your|system|all)\b.{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|criteria|text)\b",
        r"\b(?:ignore|disregard|forget)\b (?:everything|all|anything) (?:above|before|prior|you were told)",
        r"\b(?:new|updated|revised|real|actual) (?:system )?instructions?(?: for (?:you|the (?:model|reviewer|assistant)))? ?[:：]",
        r"(?:忽略|无视|忘记|忘掉|不要理会|不用管|抛开|跳过).{0,12}(?:以上|上述|上面|之前|前面|先前|此前|所有|一切|你的|系统|原有).{0,10}(?:指令|指示|提示|要求|规则|说明|设定|内容|约束)",
        r"(?:请|必须|务必|应当|直接)?(?:忽略|无视)(?:以上|上述|前述|之前|前面)",
        // Asking for a verdict.
        r"\b(?:you must|please|always|you should|you have to|make sure to|be sure to|do not fail to)\b.{0,20}\b(?:recommend|rate|score|rank|accept|approve)\b.{0,30}\b(?:this|our|the) (?:paper|work|article|submission|manuscript)\b",
        r"\b(?:recommend|accept|approve) this (?:paper|work|article|submission)\b.{0,30}\b(?:regardless|unconditionally|no matter|immediately|strongly|at all costs)\b",
        r"\b(?:give|output|return|write|produce|provide|leave|assign) (?:only )?(?:a |an |the )?(?:positive|favou?rable|glowing|excellent|good|high(?:est)?|perfect|maximum) (?:review|rating|verdict|evaluation|assessment|score|decision|recommendation)\b",
        r"\b(?:give|leave|write) (?:it |this |us )?(?:a |an )?(?:positive|favou?rable) review\b",
        r"\bdo not (?:highlight|mention|report|list) (?:any )?(?:negatives?|weaknesses|limitations|flaws)\b",
        r#"["']?\bdecision\b["']? ?[:=：] ?["']?(?:recommend|borderline|skip|推荐)\b"#,
        r"\b(?:set|change|switch|mark|output|return)\b.{0,20}\b(?:decision|verdict)\b.{0,10}\b(?:to|as|be)\b.{0,6}\brecommend",
        r"(?:请|必须|务必|应当|一定要|直接|只需)(?:你)?(?:将|把|给)?(?:本文|这篇论文|该论文|本论文|此文|本工作|它).{0,8}(?:评为|判为|标为|标记为|列为|设为|给出|打).{0,6}(?:推荐|高分|满分|最高|正面|好评)",
        r"(?:请|必须|务必|应当|一定要)(?:强烈|直接|无条件|优先)?推荐(?:本文|这篇|该论文|本论文|此文|给)",
        r"(?:请|务必|必须|只)?(?:给出|给予|输出|返回|写出)(?:一个|一份)?(?:正面|积极|好评|最高|满分|推荐)的?(?:评价|评审|结论|意见|分数|评分|决策)",
        r"(?:decision|结论|决策) ?(?:设为|改为|设置为|必须是|应为|输出为?|填) ?[“”'\x22]?(?:recommend|推荐)",
        r"不要(?:提及|指出|列出|说出).{0,6}(?:缺点|不足|局限|问题|负面)",
        // Addressing whoever reads as a machine.
        r"\b(?:note|notice|message|instructions?|hint) (?:to|for) (?:an? |all |any |the )?(?:llms?|ai|ai models?|language models?|large language models?|ai (?:reviewers?|assistants?|systems?|agents?)|llm (?:reviewers?|judges?)|automated reviewers?|chatgpt|gpt-?\d?|claude|gemini|deepseek|qwen)\b ?[:：]",
        r"\b(?:attention|hello|hi|dear)[ ,:：]{0,3}(?:all |any |the )?(?:llms?|ai|ai models?|language models?|large language models?|ai (?:reviewers?|assistants?|systems?|agents?)|llm (?:reviewers?|judges?)|automated reviewers?|chatgpt|gpt-?\d?|claude|gemini|deepseek|qwen)\b ?[:：,，!]",
        r"\b(?:llms?|ai|ai models?|language models?|large language models?|ai (?:reviewers?|assistants?|systems?|agents?)|llm (?:reviewers?|judges?)|automated reviewers?|chatgpt|gpt-?\d?|claude|gemini|deepseek|qwen)\b,? (?:who (?:is|are) |that (?:is|are) )?(?:reading|reviewing|judging|processing|evaluating) this\b",
        r"\bif you are an? (?:ai|llm|language model|large language model|artificial intelligence|automated)\b",
        r"\bas an? (?:ai|llm|language model) (?:reviewer|judge|assistant|reading)\b.{0,20}\byou (?:must|should|will|shall)\b",
        r"\byou are (?:now|no longer) (?:an?|the|in|bound|required|acting|dan\b)",
        r"\byou are (?:chatgpt|an? (?:helpful )?(?:ai |language )?assistant|an? (?:large )?language model)\b",
        r"(?:致|给|写给|对|告诉)(?:所有|各位)?(?:正在阅读的)?(?:ai|人工智能|大模型|大语言模型|语言模型|模型|llm)(?:评审|审稿人|助手|读者|阅读者)?(?:[:：,，]|的(?:话|提示|指令|说明))",
        r"(?:如果|若|假如|倘若)(?:你|您|读到这里的)(?:是|为)?(?:一个|一名|一位)?(?:ai|人工智能|大模型|大语言模型|语言模型|llm|机器|自动评审)",
        r"(?:作为|身为)(?:一个|一名)?(?:ai|人工智能|大模型|语言模型)(?:评审|审稿人|助手)?[,， ]{0,2}你(?:必须|应当|应该|需要|只能)",
        r"你(?:现在|从现在起|从此)(?:是|不再|扮演|进入|切换)",
        r"(?:从现在起|从现在开始|接下来)[,， ]{0,2}(?:你|请)(?:必须|只|要|按|以|扮演|输出|忽略|回答)",
        // The marks of a conversation.
        r"<\|?(?:im_start|im_end|system|assistant|user|endoftext|start_header_id|eot_id|begin_of_text)\|?>",
        r"\[/?(?:inst|system|sys)\]|<</?sys>>|<start_of_turn>|<end_of_turn>",
        r"(?:^|[.\n>。!?}\]) ]) ?#{0,4} ?(?:system(?: message| prompt| override| note)?|assistant|developer|系统(?:消息|提示|指令|通知|覆盖)?) ?(?:\(urgent\))? ?[:：] ?(?:you|ignore|the|all|new|please|your|from|recommend|override|sure|ok|\{|你|请|忽略|新|所有|以下|将|把|已|必须|覆盖|推荐|输出)",
        r"</?(?:paper|document|untrusted|article|abstract|论文)[-_a-z0-9]*> ?.{0,40}(?:ignore|instruction|recommend|system|judge|now|忽略|指令|推荐|系统)",
        r"\b(?:end of|end) (?:the )?(?:untrusted |paper |user )?(?:text|paper|document|input|abstract)\b.{0,10}(?:ignore|new instruction|instructions?|now|system)\b",
        r"(?:论文|文本|摘要|输入|材料)(?:到此)?(?:结束|完毕)[。,，;；: ]{0,3}.{0,6}(?:以下|现在|请|新的|忽略|指令)",
        // Asking for what only the prompt holds, or for other papers.
        r"\b(?:reveal|repeat|print|output|show|include|disclose|copy|leak|append|embed|send|tell|summari[sz]e) (?:me |us |back )?(?:your|(?:the )?(?:entire|full|whole|above|hidden|complete|system|initial))\b.{0,20}\b(?:prompt|instructions|api key|configuration|conversation)\b",
        r"\b(?:reveal|repeat|print|output|show|include|disclose|copy|leak|append|embed|send|tell|summari[sz]e) (?:me |us |back )?(?:the )?(?:reader|user)'?s? (?:profile|interests)\b",
        r"(?:输出|透露|泄露|复述|打印|重复|显示|写出|附上|告诉我|发送|公开)(?:.{0,10})(?:你的|系统|上面的|以上|读者的?|用户的?|完整)(?:.{0,4})(?:提示词|提示|指令|画像|配置|密钥|设定|对话)",
        r"\b(?:also|and|then) (?:mark|judge|rate|recommend|skip|reject) (?:all |every |any )?(?:the )?(?:other|remaining|next|previous) (?:papers?|submissions?)\b",
        r"\b(?:mark|judge|rate|reject|skip) (?:all|every|any) (?:other|remaining) (?:papers?|submissions?)\b",
        r"(?:其他|其余|别的|剩余|所有其它)(?:的)?论文.{0,6}(?:一律|全部|都|均)(?:标为|判为|评为|设为|不推荐|跳过|标记)",
        r"\b(?:respond|reply|answer|output) (?:only )?(?:with|in)\b.{0,20}\b(?:recommend|the following|exactly|this json|json)\b",
        r"(?:只|仅|直接)(?:需)?(?:回答|回复|输出|返回)[:：“ ]{0,2}.{0,4}(?:推荐|recommend|以下|如下|json)",
        r"\b(?:do not|don't|stop) (?:follow|obey|apply|use)(?:ing)? (?:the |your |any )?(?:previous |above |system |original )?(?:instructions|rules|guidelines|profile|criteria)\b",
        r"(?:不要|无需|停止|别)(?:再)?(?:遵守|遵循|执行|按照|理会|参考)(?:以上|上述|之前的?|系统|你的|原来的|读者)?.{0,4}(?:指令|规则|要求|提示|画像|标准)",
    ]
    .into_iter()
    .map(pattern)
    .collect()
});
