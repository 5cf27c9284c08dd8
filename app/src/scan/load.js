// Camera and reader are a file of their own, fetched when somebody wants to scan (docs/adr/0034).

const camera = () => import(document.querySelector('meta[name="scan"]').content);
const named = (error) => {
  throw error?.name ?? "";
};

/** What the code says that the camera sees first; nothing once `video` has left the page. Throws the name of what went wrong. */
export const watched = (video) => camera().then((to) => to.watch(video)).catch(named);

/** What the code in a picture says; nothing where none can be read. Throws the name of what went wrong. */
export const still = (file) => camera().then((to) => to.still(file)).catch(named);
