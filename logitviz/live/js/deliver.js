// The component that brings a plan hands it to the live link, or lets it wait until that runs.

export default function ({ data }) {
  if (globalThis.logitvizReceive) return globalThis.logitvizReceive(data);
  let stop = () => {};
  let gone = false;
  const taken = (cleanup) => {
    stop = cleanup;
    if (gone) stop();
  };
  (globalThis.logitvizWaiting ??= []).push({ bytes: data, taken });
  return () => {
    gone = true;
    stop();
  };
}
