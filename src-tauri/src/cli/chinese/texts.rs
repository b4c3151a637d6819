//! Every text of the help, and what values are refused with, beside its Chinese.

pub const TEXTS: &[(&str, &str)] = &[
    (
        "Reads all of arXiv's new papers in your fields, judges each against your profile, and writes one report a day",
        "通读你所关注领域的全部 arXiv 新论文，按你的画像逐篇评审，每天写成一份研报",
    ),
    (
        "Reads all of arXiv's new papers in your fields, judges each against your profile, and writes one report a day.\n\n\
         Without a command it opens the window. Progress goes to stderr, data to stdout.",
        "通读你所关注领域的全部 arXiv 新论文，按你的画像逐篇评审，每天写成一份研报。\n\n\
         不带命令就打开窗口。进度写到标准错误，数据写到标准输出。",
    ),
    (
        "First steps:
  arxiv-llm-daily --sample show          what a report looks like, from an invented day
  arxiv-llm-daily run                    fetch and judge the newest announced day (no key needed)
  arxiv-llm-daily show                   print its report
  arxiv-llm-daily config set arxiv.categories '[\"cs.CL\", \"cs.IR\"]'
  arxiv-llm-daily profile use llm-research
  arxiv-llm-daily config set judge.language en       reports in English (they are in Chinese by default)

To let a model judge (any OpenAI-compatible server):
  arxiv-llm-daily config set judge.engine openai
  arxiv-llm-daily config set judge.base_url https://api.deepseek.com/v1
  arxiv-llm-daily config set judge.model deepseek-chat
  arxiv-llm-daily key set                            keeps the key in the system's keychain (read from stdin)
  arxiv-llm-daily model test                         what works, and what a paper costs
  ARXIV_LLM_DAILY_API_KEY=... arxiv-llm-daily run    where there is no keychain

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some papers failed.",
        "从这里开始：
  arxiv-llm-daily --sample show          用虚构的一天看看研报的样子
  arxiv-llm-daily run                    抓取并评审最新一天的公告（不需要密钥）
  arxiv-llm-daily show                   打印研报
  arxiv-llm-daily config set arxiv.categories '[\"cs.CL\", \"cs.IR\"]'
  arxiv-llm-daily profile use llm-research
  arxiv-llm-daily config set judge.language en       研报改用英文（默认是中文）

由模型评审（任何兼容 OpenAI 的服务）：
  arxiv-llm-daily config set judge.engine openai
  arxiv-llm-daily config set judge.base_url https://api.deepseek.com/v1
  arxiv-llm-daily config set judge.model deepseek-chat
  arxiv-llm-daily key set                            把密钥存进系统钥匙串（从标准输入读取）
  arxiv-llm-daily model test                         看看哪些可行，一篇论文要多少费用
  ARXIV_LLM_DAILY_API_KEY=... arxiv-llm-daily run    用于没有钥匙串的机器

退出码：0 完成，1 失败，2 用法有误，3 完成但有论文失败。",
    ),
    // The whole program's options.
    (
        "Where settings, profiles and digests are kept [default: the system's folder for application data]",
        "设置、画像和研报所在的文件夹 [默认：系统的应用数据文件夹]",
    ),
    ("The profile to use instead of the chosen one", "这次使用的画像，代替已选定的"),
    ("Print JSON", "输出 JSON"),
    (
        "Show the built-in sample day (invented papers); the data folder is not touched",
        "使用自带的示例（论文全是虚构的），不碰数据文件夹",
    ),
    ("Start in the tray, without a window, where there is a tray", "有托盘时启动到托盘，不打开窗口"),
    (
        "A link of the app, as the desktop hands it over: arxiv-llm-daily://paper/ID, day/D or search?q=",
        "桌面交来的应用链接：arxiv-llm-daily://paper/ID、day/D 或 search?q=",
    ),
    ("Print help", "显示帮助"),
    ("Print help (see more with '--help')", "显示帮助（更详细的见 --help）"),
    ("Print help (see a summary with '-h')", "显示帮助（简要的见 -h）"),
    ("Print version", "显示版本"),
    ("Print this message or the help of the given subcommand(s)", "显示这份帮助，或某个命令的帮助"),
    // Days and papers.
    ("Fetch the day's papers, judge them, write the digest", "抓取当天的论文，评审，写成研报"),
    (
        "arXiv's mailing date, YYYY-MM-DD, or `today`: the newest announced one",
        "公告日期，YYYY-MM-DD；today 是最新公告的一天",
    ),
    ("The first of several days", "几天中的第一天"),
    ("The last of several days [default: the newest announced one]", "几天中的最后一天 [默认：最新公告的一天]"),
    ("Show a desktop notification when done", "完成后发桌面通知"),
    (
        "Make a new digest of a day that has one, with the settings of now; a verdict made from the same inputs is kept",
        "按现在的设置重做已有研报的一天；依据相同的结论保留",
    ),
    ("Print a digest", "打印研报"),
    (
        "arXiv's mailing date, YYYY-MM-DD [default: the newest stored one]",
        "公告日期，YYYY-MM-DD [默认：已存的最新一天]",
    ),
    ("Write digests to files", "把研报导出成文件"),
    ("arXiv's mailing date, YYYY-MM-DD, `latest`, or `all`", "公告日期，YYYY-MM-DD；latest 是最新一期，all 是全部"),
    ("Only these papers, separated by commas; --date is not used then", "只导出这些论文，用逗号隔开；此时不看 --date"),
    (
        "Only what this search finds, in the words of `search`; --date is not used then",
        "只导出搜到的论文，写法同 search 命令；此时不看 --date",
    ),
    (
        "The file; for `site`, `obsidian`, and several days of `markdown` or `html`, the folder",
        "导出到哪个文件；site、obsidian 以及多天的 markdown、html 则是文件夹",
    ),
    (
        "Leave out all that you wrote, marked and decided: for what is published",
        "不带你的笔记、标记和改判：用于公开发布",
    ),
    ("Where every announced paper of a day went, and why", "一天里每篇公告论文的去向和原因"),
    (
        "What became of a paper: announced when, which rule or verdict, by whom",
        "一篇论文怎么样了：何时公告，被哪条规则过滤，或由谁评审、结论如何",
    ),
    (
        "Judge a paper now, by the chosen judge, whatever the filter or the cut of its day said",
        "现在就由所选评审来评审一篇论文，不管当天是否被过滤或排在名额之外",
    ),
    ("Search papers, analyses and notes, the best first", "搜索论文、分析和笔记，最相关的在前"),
    (
        "Search papers, analyses and notes, the best first\n\n\
         Words are all wanted; \"a phrase\", -word, one OR the other; author: title: note: cat: date:2026-01 \
         decision:recommend has:note|star|tag|code is:unread|read|starred|later tag: id:",
        "搜索论文、分析和笔记，最相关的在前\n\n\
         几个词都要有；\"短语\"、-不要的词、两者之一用 OR；author: title: note: cat: date:2026-01 \
         decision:recommend has:note|star|tag|code is:unread|read|starred|later tag: id:",
    ),
    (
        "In one argument: put it in quotation marks when it has several words",
        "搜索词，是一个参数：有几个词时请用引号括起来",
    ),
    ("Hits at most", "最多列出几条"),
    (
        "Ask arXiv itself, newest first: words, \"a phrase\", -word, ti: au: abs: cat:, or its own AND, OR, ANDNOT",
        "直接搜 arXiv，最新的在前：词、\"短语\"、-不要的词、ti: au: abs: cat:，或 arXiv 的 AND、OR、ANDNOT",
    ),
    (
        "Mark a paper: read, unread, star, unstar, later, done (no longer for later), tag:NAME, untag:NAME",
        "标记论文：read 已读、unread 未读、star 标星、unstar 取消星标、later 稍后读、done 移出稍后读、tag:NAME 加标签、untag:NAME 去标签",
    ),
    ("The papers of the whole archive that are nearest to one", "全部存档里与一篇论文最相似的"),
    (
        "What the built-in judge has learnt from you and from models: words with weights",
        "内置评审学到的口味：词和权重，学自你和模型",
    ),
    ("Forget it; overrides, stars and notes stay", "忘掉所学；改判、星标和笔记都还在"),
    ("Topics that go on from day to day", "一天天延续下来的方向"),
    (
        "The first day, YYYY-MM-DD [default: 30 days before the newest digest]",
        "第一天，YYYY-MM-DD [默认：最新一期之前 30 天]",
    ),
    (
        "Read reports: Markdown files, folders, checkouts of a published site",
        "导入研报：Markdown 文件、文件夹，或已发布网站的副本",
    ),
    (
        "Print the roll-up of a week or a month: what rose, what fell, what is new, the best papers",
        "打印一周或一月小结：上升、下降和首次出现的方向，最值得读的论文",
    ),
    ("Monday to Sunday (this is the default)", "周一到周日（默认）"),
    ("The calendar month", "自然月"),
    ("Print a paper as a citation", "打印论文的引用"),
    ("Print the note on a paper, or write it", "打印或写下论文的笔记"),
    (
        "The new note in Markdown, `-` to read it from standard input; an empty one deletes the note",
        "新的笔记，Markdown；写 - 则从标准输入读取；空的则删除笔记",
    ),
    ("List the earlier texts of the note, and what was changed since", "列出笔记的各个版本，以及后来改了什么"),
    ("Write an earlier text again: the time of it, as --history lists it", "恢复较早的版本：写 --history 列出的时间"),
    ("Decide about a paper against the judge; its verdict stays as it is", "改判一篇论文；评审的结论仍然保留"),
    ("`none` takes your decision back", "none 撤回你的改判"),
    // What is set.
    ("The profiles: what you care about", "画像：你关心什么"),
    ("List the profiles and the presets", "列出画像和预设"),
    ("Print a profile [default: the chosen one]", "打印画像 [默认：已选定的]"),
    (
        "Choose the profile of the next runs; a preset becomes a file that you can edit",
        "选定以后运行用的画像；选预设会得到一个可以修改的文件",
    ),
    ("Open a profile in your editor ($VISUAL or $EDITOR)", "用你的编辑器（$VISUAL 或 $EDITOR）打开画像"),
    ("Print where a profile's file is", "打印画像文件的位置"),
    (
        "What the rules of another profile, or of a changed one, would take out of the last 30 stored days or let in",
        "换一个画像或改动之后，最近 30 期会多过滤、多放进哪些论文",
    ),
    ("A profile's name, or a TOML file", "画像的名字，或一个 TOML 文件"),
    ("The settings", "设置"),
    ("Print the value of a setting, such as judge.max_papers", "打印一项设置的值，例如 judge.max_papers"),
    ("Set a setting; VALUE is TOML, else it is taken as text", "修改一项设置；VALUE 按 TOML 读，读不了就当作文字"),
    ("Print all settings", "打印全部设置"),
    ("Print where the settings file is", "打印设置文件的位置"),
    ("The provider's key in the system's keychain", "系统钥匙串里的服务商密钥"),
    ("Keep a key, read from stdin", "存入密钥，从标准输入读取"),
    ("The address that the key is for [default: judge.base_url]", "密钥用于哪个地址 [默认：judge.base_url]"),
    ("Whether there is a key, and where", "有没有密钥，在哪里"),
    ("Forget a key", "删除密钥"),
    (
        "The model judge: providers, models, a test of the connection, what it costs, what its verdicts rest on",
        "模型评审：服务商、模型、测试连接、费用，以及结论的依据",
    ),
    ("The services and local servers to choose from", "可选的服务商和本机服务"),
    ("The model servers that answer on this machine", "本机正在运行的模型服务"),
    ("The models that a server lists", "服务器列出的模型"),
    ("[default: judge.base_url]", "接口地址 [默认：judge.base_url]"),
    ("[default: judge.model]", "模型名 [默认：judge.model]"),
    (
        "Judge an invented paper: reachable, authorised, model, structured output, context, cost; exit 1 if it fails",
        "用一篇虚构的论文试评：能否连上、密钥、模型、回答格式、上下文、费用；不行则退出码为 1",
    ),
    ("What judging a day will come to", "评审一天大约要多少费用"),
    ("A stored day [default: a usual one]", "已存的一天 [默认：按平常的一天估算]"),
    ("What models were asked for by day and purpose, and what it cost", "按日期和用途列出模型的用量和费用"),
    ("The first day, of your own calendar", "第一天，按本地日历"),
    ("The last day", "最后一天"),
    (
        "Each figure of a paper's verdict, and where the text that the model was given has it",
        "结论里的每个数字，以及它在模型读到的原文中的位置",
    ),
    // What keeps the data safe.
    ("Make a backup [default: in backups/ of the data folder]", "做一份备份 [默认：在数据文件夹的 backups/ 里]"),
    ("Put a backup in the place of the database, which is kept", "用备份恢复数据库；现在的另外存着"),
    ("Look at everything that keeps the data safe, and say what to do", "体检：检查数据是否完好，并给出建议"),
    ("Measure the built-in judge against known verdicts", "用已知的结论检验内置评审"),
    (
        "Known verdicts: JSON lines of {\"report\": \"summary_YYYYMMDD_HHMMSS.md\", \"id\", \"decision\"}",
        "已知的结论，每行一个 JSON：{\"report\": \"summary_YYYYMMDD_HHMMSS.md\", \"id\", \"decision\"}",
    ),
    (
        "Papers: JSON lines of {\"id\", \"title\", \"abstract\", …}, plain or gzipped",
        "论文，每行一个 JSON：{\"id\", \"title\", \"abstract\", …}，可以用 gzip 压缩",
    ),
    (
        "Score only days from this one on; earlier ones are still learnt from",
        "只给这一天起的日子打分；更早的仍用来学习",
    ),
    ("Score only days until this one", "只给到这一天为止的日子打分"),
    ("Print the completions of a shell, for its completion folder", "打印 shell 的补全脚本，放进它的补全文件夹"),
    ("Print the man page", "打印手册页"),
    // What values are refused with.
    ("a tag needs a name, such as tag:to-read", "标签要有名字，如 tag:to-read"),
    (
        "use read, unread, star, unstar, later, done, tag:NAME or untag:NAME",
        "请写 read、unread、star、unstar、later、done、tag:NAME 或 untag:NAME",
    ),
    ("write it like 2026-01-09, or today", "请写成 2026-01-09，或者 today"),
    ("write it like 2026-01-09, or latest", "请写成 2026-01-09，或者 latest"),
];
