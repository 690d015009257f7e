/* Each slide's clip plays when its slide is come to; going back shows the still that it ended on.

   A slide shows one of three pictures, all in place beforehand, so that no wrong one flashes up:
   "opening" (the clip's first frame, until the clip itself is on screen), "motion", "still". */
(() => {
  "use strict";
  const root = document.querySelector(".reveal");
  const narrated = root.dataset.narrated === "yes";
  const start = document.getElementById("start");
  const slides = [...root.querySelectorAll(".slides .beat")];
  const videoOf = (slide) => slide.querySelector("video");

  const show = (slide, what) => { slide.dataset.shows = what; };

  const rewind = (slide) => {
    const video = videoOf(slide);
    video.pause();
    if (video.readyState > 0) video.currentTime = 0;
  };

  /* What is on screen is the clip once a frame of this run of it has been painted. */
  const whenPainted = (video, then) => {
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(then);
    else video.addEventListener("timeupdate", then, { once: true });
  };

  const play = (slide) => {
    const video = videoOf(slide);
    show(slide, "opening");
    rewind(slide);
    video.play().then(
      () => whenPainted(video, () => {
        if (slide.dataset.shows === "opening") show(slide, "motion");
      }),
      (error) => { if (error.name === "NotAllowedError") start.hidden = false; },
    );
  };

  /* A browser lets nothing sound before the first key or click: then the button waits for it. */
  const begin = (event) => {
    if (start.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    start.hidden = true;
    play(Reveal.getCurrentSlide());
  };
  start.addEventListener("click", begin);
  document.addEventListener("keydown", begin, true);

  const leave = (slide) => {
    if (!slide) return;
    rewind(slide);
    show(slide, "still");
  };

  const come = (slide, from) => {
    start.hidden = true;
    const back = from && slides.indexOf(slide) < slides.indexOf(from);
    if (back || Reveal.isSpeakerNotes()) show(slide, "still");
    else play(slide);
  };

  for (const slide of slides) {
    const video = videoOf(slide);
    video.addEventListener("error", () => show(slide, "still"));
    if (narrated) {
      video.addEventListener("ended", () => {
        if (slide === Reveal.getCurrentSlide() && !Reveal.isLastSlide()) Reveal.next();
      });
    }
  }

  Reveal.on("slidechanged", (event) => {
    leave(event.previousSlide);
    come(event.currentSlide, event.previousSlide);
  });
  Reveal.on("paused", () => videoOf(Reveal.getCurrentSlide()).pause());
  Reveal.on("resumed", () => {
    const slide = Reveal.getCurrentSlide();
    if (slide.dataset.shows === "motion" && !videoOf(slide).ended) videoOf(slide).play();
  });
  Reveal.on("ready", (event) => come(event.currentSlide, null));

  Reveal.initialize({
    width: Number(root.dataset.width),
    height: Number(root.dataset.height),
    margin: 0,
    maxScale: 10,
    center: false,
    hash: true,
    navigationMode: "linear",
    transition: "none",
    backgroundTransition: "none",
    autoPlayMedia: false,
    slideNumber: "c/t",
    plugins: [RevealNotes],
  }).then(() => {
    Reveal.addKeyBinding({ keyCode: 82, key: "R", description: root.dataset.replay }, () => play(Reveal.getCurrentSlide()));
  });
})();
