// How the images of the page are shown: their own size, the size on screen, and whether they were loaded at all.
(() => {
  const MOST_IMAGES = 150;
  const path = (element) => {
    const steps = [];
    for (; element && element.parentElement; element = element.parentElement) {
      const tag = element.localName;
      const same = [...element.parentElement.children].filter((child) => child.localName === tag);
      steps.unshift(same.length > 1 ? `${tag}:nth-of-type(${same.indexOf(element) + 1})` : tag);
    }
    return steps.join(" > ");
  };
  const number = (text) => Number.parseFloat(text) || 0;
  const isOnTop = (image, box) => {
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return top === image || (top !== null && top === image.parentElement);
  };
  const images = [];
  for (const image of document.images) {
    if (images.length >= MOST_IMAGES) break;
    const style = getComputedStyle(image);
    const box = image.getBoundingClientRect();
    const width = image.clientWidth - number(style.paddingLeft) - number(style.paddingRight);
    const height = image.clientHeight - number(style.paddingTop) - number(style.paddingBottom);
    if (style.display === "none" || style.visibility === "hidden" || width < 1 || height < 1) continue;
    const isInside = box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
    const waiting = image.dataset.src || image.dataset.lazySrc || image.dataset.original || image.dataset.srcset || "";
    images.push({
      selector: path(image),
      src: (image.currentSrc || image.src || "").slice(0, 500),
      waiting: waiting.slice(0, 500),
      natural: [image.naturalWidth, image.naturalHeight],
      shown: [Math.round(width * 10) / 10, Math.round(height * 10) / 10],
      fit: style.objectFit,
      in_view: isInside && isOnTop(image, box),
      is_loaded: image.complete && image.naturalWidth > 0,
    });
  }
  return { images, pixel_ratio: devicePixelRatio };
})();
