// Whether the sound of a film is like speech, and whether its pictures hold written words. Both may answer null.
(() => {
  if (self.marsadHearing) return;
  const RATE = 8000; // Hz
  const FRAME = 200; // samples: 25 ms
  const LISTENED_S = 60;
  const FETCH_MS = 6000;

  const rounded = (value) => Math.round(value * 100) / 100;

  const soundOf = async (url, most) => {
    const giving = new AbortController();
    const timer = setTimeout(() => giving.abort(), FETCH_MS);
    try {
      const answer = await fetch(url.split("#")[0], { signal: giving.signal });
      if (!answer.ok || Number(answer.headers.get("content-length") || 0) > most) return null;
      const bytes = await answer.arrayBuffer();
      if (bytes.byteLength > most) return null;
      const decoded = await new OfflineAudioContext(1, 1, 44100).decodeAudioData(bytes);
      const length = Math.floor(Math.min(decoded.duration, LISTENED_S) * RATE);
      if (length < RATE) return null;
      const offline = new OfflineAudioContext(1, length, RATE);
      const source = offline.createBufferSource();
      source.buffer = decoded;
      source.connect(offline.destination);
      source.start();
      return (await offline.startRendering()).getChannelData(0);
    } catch {
      return null; // another host's file, a format that is not known, or too slow
    } finally {
      giving.abort();
      clearTimeout(timer);
    }
  };

  // The voiced frames: those that repeat themselves at the pitch of a voice. Gives pitch (Hz) or 0 for each frame.
  const pitches = (sound, levels, loud) => {
    const least = Math.floor(RATE / 350);
    const most = Math.floor(RATE / 75);
    return levels.map((level, number) => {
      const start = number * FRAME;
      if (level < loud || start + 2 * FRAME + most + 1 > sound.length) return 0;
      let energy = 1e-9;
      for (let at = start; at < start + 2 * FRAME; at += 1) energy += sound[at] * sound[at];
      const likeness = [];
      for (let lag = least - 1; lag <= most + 1; lag += 1) {
        let sum = 0;
        let other = 1e-9;
        for (let at = start; at < start + 2 * FRAME; at += 2) {
          sum += sound[at] * sound[at + lag];
          other += sound[at + lag] * sound[at + lag];
        }
        likeness.push((2 * sum) / Math.sqrt(energy * 2 * other));
      }
      let top = 0;
      for (let one = 1; one < likeness.length - 1; one += 1) {
        const isPeak = likeness[one] >= likeness[one - 1] && likeness[one] > likeness[one + 1];
        if (isPeak && likeness[one] > (top ? likeness[top] + 0.03 : 0.7)) top = one; // the shortest of like periods
      }
      if (!top) return 0;
      const [left, middle, right] = likeness.slice(top - 1, top + 2);
      const shift = (left - right) / (2 * (left - 2 * middle + right) || 1); // the peak lies between two samples
      return RATE / (least - 1 + top + shift);
    });
  };
  const measure = (sound) => {
    const levels = [];
    for (let at = 0; at + FRAME <= sound.length; at += FRAME) {
      let sum = 0;
      for (let one = at; one < at + FRAME; one += 1) sum += sound[one] * sound[one];
      levels.push(Math.sqrt(sum / FRAME));
    }
    const sorted = [...levels].sort((one, other) => one - other);
    const peak = sorted[Math.floor(0.95 * (sorted.length - 1))];
    if (peak < 0.002) return { kind: "silent" };
    const mean = levels.reduce((sum, one) => sum + one, 0) / levels.length;
    const low = levels.filter((one) => one < 0.5 * mean).length / levels.length; // speech pauses between words
    const pitch = pitches(sound, levels, 0.1 * peak);
    const voiced = pitch.filter(Boolean).length / levels.length;
    // Runs of voiced frames: syllables last 75 to 600 ms, and their pitch glides; notes hold it.
    let syllables = 0;
    let glides = 0;
    const times = [];
    const tones = []; // in semitones
    for (let at = 0; at < pitch.length; ) {
      let end = at;
      while (end < pitch.length && pitch[end]) end += 1;
      const length = end - at;
      if (length >= 3 && length <= 24) {
        syllables += 1;
        times.push(rounded((at * FRAME) / RATE));
        const run = pitch.slice(at, end);
        const steps = run.slice(1).map((one, number) => Math.abs(Math.log2(one / run[number])));
        if (steps.filter((step) => step > 0.004 && step < 0.12).length >= steps.length / 2) glides += 1;
        tones.push(12 * Math.log2([...run].sort((one, other) => one - other)[Math.floor(length / 2)]));
      }
      at = Math.max(end, at + 1);
    }
    const share = syllables ? glides / syllables : 0;
    // Notes lie on a scale, whose steps are semitones; a voice that speaks lies anywhere between.
    const sum = (wave) => tones.reduce((all, tone) => all + wave(2 * Math.PI * tone), 0);
    const tuned = tones.length ? Math.hypot(sum(Math.sin), sum(Math.cos)) / tones.length : 0;
    const seconds = sound.length / RATE;
    const told = { low: rounded(low), voiced: rounded(voiced), syllables: rounded(syllables / seconds), glides: rounded(share), tuned: rounded(tuned) };
    const isVoice = share >= 0.5 && tuned < 0.45 && low >= 0.3 && syllables >= 5 && syllables / seconds >= 0.4;
    if (isVoice) return { kind: "speech", ...told, times };
    return { kind: share <= 0.35 && tuned >= 0.45 && voiced >= 0.25 ? "music" : "unknown", ...told };
  };
  // What is heard: "silent", "speech" (with `times` in seconds at which somebody speaks), "music" or "unknown".
  const listen = async (element, most) => {
    const sound = await soundOf(element.currentSrc, most);
    return sound ? measure(sound) : null;
  };

  // --- written words in the pictures: rows where light and dark change as often as letters do

  const WIDTH = 320;
  const SHOTS = 10;
  const SEEK_MS = 1500;
  const STROKES = 24; // changes of light along a row that four rows together have: some ten letters
  const lettersIn = (pixels, width, height) => {
    const rows = [];
    for (let y = 0; y < height; y += 1) {
      let strokes = 0;
      let before = null;
      for (let x = 0; x < width; x += 1) {
        const at = 4 * (y * width + x);
        const light = 0.3 * pixels[at] + 0.6 * pixels[at + 1] + 0.1 * pixels[at + 2];
        if (before !== null && Math.abs(light - before) > 60) strokes += 1;
        before = light;
      }
      rows.push(strokes);
    }
    let best = 0;
    for (let y = 0; y + 4 <= height; y += 1) best = Math.max(best, Math.min(...rows.slice(y, y + 4)));
    return best;
  };
  // The share of pictures with written words among some at which somebody speaks: captions in the picture itself.
  const lettering = async (element, times) => {
    const canvas = new OffscreenCanvas(WIDTH, Math.max(2, Math.round((WIDTH * element.videoHeight) / element.videoWidth)));
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    let lettered = 0;
    let seen = 0;
    try {
      for (let shot = 0; shot < SHOTS; shot += 1) {
        element.currentTime = times[Math.floor(((shot + 0.5) / SHOTS) * times.length)] + 0.3;
        const end = performance.now() + SEEK_MS;
        while (element.seeking && performance.now() < end) await new Promise((done) => setTimeout(done, 20));
        if (element.seeking) continue;
        pen.drawImage(element, 0, 0, canvas.width, canvas.height);
        const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
        seen += 1;
        lettered += lettersIn(data, canvas.width, canvas.height) >= STROKES;
      }
    } catch {
      return null; // another host's film may not be looked into
    }
    return seen >= SHOTS / 2 ? rounded(lettered / seen) : null;
  };
  self.marsadHearing = { listen, lettering, measure };
})();
