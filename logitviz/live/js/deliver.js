// The component that brings a plan. It hands the plan to the live link, or keeps it until that runs.

/** @typedef {() => void} Cleanup */

/** @param {{ data: BlobPart }} component */
export default function deliver({ data }) {
  const shared = /** @type {import("./main.js").Shared} */ (globalThis);
  if (shared.logitvizReceive) return shared.logitvizReceive(data);
  const delivery = { stop: () => {}, gone: false };
  const taken = (/** @type {Cleanup} */ cleanup) => {
    delivery.stop = cleanup;
    if (delivery.gone) cleanup();
  };
  shared.logitvizWaiting ??= [];
  shared.logitvizWaiting.push({ bytes: data, taken });
  return () => {
    delivery.gone = true;
    delivery.stop();
  };
}
