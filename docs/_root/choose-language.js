// Open the language that the browser prefers; without JavaScript the links remain.
const preferred = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) || "en";
location.replace(/^zh\b/i.test(preferred) ? "zh-cn/index.html" : "en/index.html");
