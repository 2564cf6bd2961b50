// What the films and sounds of a page hold, and what stands on the page in their place. Needs telling.js.
(() => {
  if (self.marsadMedia) return;
  const PLAY_MS = 1200;
  const LEAST_PLAYED_S = 0.4;
  const READY_MS = 4000;
  const TRACK_MS = 2500;
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const until = async (test, ms) => {
    const end = performance.now() + ms;
    while (!test() && performance.now() < end) await pause(25);
    return test();
  };

  // --- what can stand in place of a film or a sound

  const TEXTS = /transcri|transkri|trascri|prepis|abschrift|wortlaut|text version|textversion|textfassung|verbal|tekst|tapescript|نص|تفريغ|文字起こし|文字稿|녹취/i;
  const DESCRIBED = /descri|beschreib|audiodes|opis|narrat|وصف|解説|描述/i;
  const STOPS = /pause|stop|mute|sound|audio|volume|play|ton|stumm|laut|anhalten|ustavi|zvok|utišaj|glasn|predvaj|son\b|muet|lecture|silenc|sonido|audio|إيقاف|صوت|كتم|停止|音|静音|再生/i;
  const BARS = "nav, header, footer, aside, [role=navigation], [role=banner], [role=contentinfo], [role=search], form, script, style, noscript, template";
  // Words that say that the film tells again what the text says (WCAG: a media alternative for text).
  const AGAIN =
    /\b(same (information|content|text)|(in|as) (a )?(video|audio|film|spoken)( form)?|(video|audio|film|spoken) (version|form|alternative)|alternative (for|to) th(is|e) text|watch|listen to) [^.]{0,60}\b(instead|again|text|article|page|information|form|version)\b|\b(video|audio|film)[- ]?(form|version|alternative|fassung|različic|oblik)/i;
  const words = (text) => (text.match(/[\p{L}\p{N}]+/gu) || []).length + (text.match(/[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]/g) || []).length;
  const isHeard = (element) => !element.closest("[aria-hidden=true], [inert]") && element.checkVisibility({ visibilityProperty: true });
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const context = () => {
    const body = document.body || document.documentElement;
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const parts = [];
    for (let number = 0; number < 6000 && walker.nextNode(); number += 1) {
      const holder = walker.currentNode.parentElement;
      if (holder.closest(BARS) || holder.closest("video, audio, a[href], button") || !isHeard(holder)) continue;
      parts.push(walker.currentNode.data);
    }
    const text = parts.join(" ");
    const links = [...document.querySelectorAll("a[href]")].filter((link) => isHeard(link) && !link.closest(BARS));
    const told = (link) => ({ text: (link.innerText || link.getAttribute("aria-label") || "").trim().slice(0, 100), url: link.href });
    const spoken = [...document.querySelectorAll("a[href], button, summary, [role=tab]")].filter((one) => isHeard(one) && TEXTS.test(one.innerText + (one.getAttribute("aria-label") || "")));
    return {
      words: words(text),
      again: AGAIN.test(text),
      links: links.slice(0, 10).map(told),
      links_total: links.length,
      transcripts: spoken.slice(0, 5).map(told),
      descriptions: links.filter((one) => DESCRIBED.test(one.innerText)).length,
      embeds: document.querySelectorAll("iframe[src], object, embed").length,
      scripts: document.scripts.length,
    };
  };
  // Something to press that may silence or stop it: named so, or close to it.
  const controlsOf = (element) => {
    const all = [...document.querySelectorAll("button, input[type=button], input[type=checkbox], [role=button], [role=switch], [role=slider], input[type=range], [onclick], summary")];
    const near = element.parentElement ? (element.parentElement.parentElement || element.parentElement) : document.body;
    const found = all.filter((one) => one !== element && isSeen(one) && isHeard(one)).map((one) => ({
      name: (one.getAttribute("aria-label") || one.innerText || one.value || one.title || "").trim().slice(0, 60),
      near: near !== document.body && near.contains(one),
    }));
    return found.filter((one) => one.name && (one.near || STOPS.test(one.name))).slice(0, 5);
  };

  // --- one film or sound

  const trackOf = async (track) => {
    const kind = (track.getAttribute("kind") || "subtitles").toLowerCase();
    const told = { kind, src: track.src, lang: track.srclang || "", label: track.label || "", state: "none", cues: 0, ends: 0, letters: 0 };
    if (!track.getAttribute("src")) return { ...told, state: "no-source" };
    const before = track.track.mode;
    if (before === "disabled") track.track.mode = "hidden";
    await until(() => track.readyState >= 2, TRACK_MS);
    told.state = { 0: "unknown", 1: "unknown", 2: "loaded", 3: "error" }[track.readyState];
    const cues = [...(track.track.cues || [])];
    told.cues = cues.length;
    told.ends = Math.round(Math.max(0, ...cues.map((cue) => cue.endTime).filter(Number.isFinite)));
    told.letters = cues.reduce((sum, cue) => sum + (cue.text || "").replace(/<[^>]*>|\s+/g, "").length, 0);
    track.track.mode = before;
    return told;
  };
  const partOf = (element) => {
    const found = /#(?:.*&)?t=(?:npt:)?([\d.]*)(?:,([\d.]+))?/.exec(element.currentSrc);
    const from = found && found[1] ? parseFloat(found[1]) : 0;
    const to = found && found[2] ? parseFloat(found[2]) : element.duration;
    return Number.isFinite(element.duration) ? Math.max(0, Math.min(to, element.duration) - from) : null;
  };
  const list = () => [...document.querySelectorAll("video, audio")];
  const look = async (number, listenBytes) => {
    const element = list()[number];
    const isVideo = element.localName === "video";
    const was = { muted: element.muted, paused: element.paused, time: element.currentTime, preload: element.preload };
    const told = {
      ...self.marsadTold(element),
      tag: element.localName,
      autoplay: element.autoplay,
      muted: element.muted || element.defaultMuted || element.volume === 0,
      loop: element.loop,
      controls: element.controls,
      playing: !element.paused,
      visible: isSeen(element) && isHeard(element),
      buttons: controlsOf(element),
      text: (isVideo ? [element] : []).map((one) => one.getAttribute("aria-label") || one.title || "").join(""),
      described_by: words(element.getAttribute("aria-describedby") ? (element.getAttribute("aria-describedby").split(/\s+/).map((id) => document.getElementById(id)).map((one) => (one ? one.textContent : "")).join(" ")) : ""),
      tracks: [],
      has_audio: null,
      has_picture: null,
      duration_s: null,
      plays_s: null,
      sound: null,
      lettering: null,
      error: "",
    };
    try {
      element.muted = true;
      if (element.readyState < 1) {
        if (element.preload === "none") element.preload = "auto";
        element.load();
        await pause(100); // until then it says that it has no source
      }
      await until(() => element.readyState >= 2 || element.error || element.networkState === 3, READY_MS);
      told.src = element.currentSrc;
      if (element.error || element.networkState === 3) return { ...told, error: "it cannot be played here" };
      if (element.readyState < 2) return { ...told, error: "it was not there in time" };
      told.duration_s = Number.isFinite(element.duration) ? Math.round(element.duration * 10) / 10 : null;
      told.plays_s = partOf(element);
      told.live = element.duration === Infinity;
      const [from, bytes, frames] = [element.currentTime, element.webkitAudioDecodedByteCount, element.webkitDecodedFrameCount];
      await Promise.race([element.play().catch(() => undefined), pause(500)]);
      const length = Math.min(LEAST_PLAYED_S, Math.max(0.05, (element.duration || 1) / 2));
      await until(() => Math.abs(element.currentTime - from) >= length || element.ended, PLAY_MS);
      const isPlayed = Math.abs(element.currentTime - from) > 0.04 || element.ended;
      told.has_picture = isVideo && element.videoWidth > 0;
      if (element.webkitAudioDecodedByteCount > 0) told.has_audio = true;
      else if (isPlayed && (!isVideo || element.webkitDecodedFrameCount > frames || frames > 0)) told.has_audio = bytes > 0;
      told.tracks = await Promise.all([...element.querySelectorAll("track")].slice(0, 8).map(trackOf));
      if (!was.playing) element.pause();
      if (told.has_audio !== false && !told.live && listenBytes) {
        told.sound = await self.marsadHearing.listen(element, listenBytes);
        const times = told.sound ? told.sound.times : null;
        const isCaptioned = told.tracks.some((one) => /captions|subtitles/.test(one.kind) && one.cues);
        if (isVideo && told.visible && !isCaptioned && times) told.lettering = await self.marsadHearing.lettering(element, times);
        if (told.sound) told.has_audio = told.sound.kind !== "silent";
        if (times) delete told.sound.times;
      }
    } finally {
      if (was.paused) element.pause();
      element.muted = was.muted;
      if (!told.live && Number.isFinite(was.time)) element.currentTime = was.time;
    }
    return told;
  };
  self.marsadMedia = { count: () => list().length, context, look };
})();
