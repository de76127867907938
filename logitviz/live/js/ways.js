// The way of a slider that plays: where it stands at which time. Nothing here knows the document.

/**
 * @typedef {object} Way
 * @property {number[]} stations positions, one after the other
 * @property {number[]} times when each of them is reached, in ms
 * @property {boolean} eased whether it starts and ends slowly at each station
 */

const ROUND = 8200; // ms for a round over all positions, besides the rests at both ends
const REST = 400; // ms
const ONWARD = 8000; // ms, for all positions
const STOP = 1200; // ms that each station stays, where nothing may move

/**
 * Give the way of a round: down to the lowest position, up to the highest, back to where it began.
 *
 * @param {number} start
 * @param {number} last the highest position
 */
export function roundFrom(start, last) {
  const toLowest = start > 0 ? [start, 0, 0] : [0];
  const toHighestAndBack = start < last ? [last, last, start] : [last];
  return wayThrough([...toLowest, ...toHighestAndBack], ROUND / (2 * last), true);
}

/**
 * Give the way to the highest position, from the lowest one if the slider stands there already.
 *
 * @param {number} start
 * @param {number} last the highest position
 */
export function onwardFrom(start, last) {
  const begin = start < last ? start : 0;
  const quarters = [1, 2, 3, 4].map((n) => Math.round(begin + ((last - begin) * n) / 4));
  return wayThrough([begin, ...quarters], ONWARD / last, false);
}

/**
 * Give the way to a position that takes a time in all.
 *
 * @param {number} start
 * @param {number} end another position
 * @param {number} time in ms
 */
export const wayTo = (start, end, time) =>
  wayThrough([start, end], time / Math.abs(end - start), true);

/**
 * @param {number[]} stations it rests where one stands twice
 * @param {number} pace ms for each position
 * @param {boolean} eased
 * @returns {Way}
 */
function wayThrough(stations, pace, eased) {
  let time = 0;
  const times = stations.map((station, i) => {
    if (i) time += station === stations[i - 1] ? REST : Math.abs(station - stations[i - 1]) * pace;
    return time;
  });
  return { stations, times, eased };
}

/**
 * Give the same way without motion: it stands at one station after the other.
 *
 * @param {Way} way
 * @returns {Way}
 */
export function withoutMotion({ stations }) {
  const to = stations.filter((station, i) => i && station !== stations[i - 1]);
  return {
    stations: to.flatMap((station) => [station, station]).slice(0, -1),
    times: to.flatMap((_, i) => [i * STOP, (i + 1) * STOP]).slice(0, -1),
    eased: false,
  };
}

/** @param {Way} way */
export const lengthOf = ({ times }) => times[times.length - 1];

/**
 * Give the position at a time; before the first station and after the last it stands there.
 *
 * @param {Way} way
 * @param {number} time in ms
 */
export function placeAt({ stations, times, eased }, time) {
  const next = times.findIndex((end) => end > time);
  if (next < 0) return stations[stations.length - 1];
  if (next === 0) return stations[0];
  const share = (time - times[next - 1]) / (times[next] - times[next - 1]);
  const done = eased ? (1 - Math.cos(Math.PI * share)) / 2 : share;
  return Math.round(stations[next - 1] + (stations[next] - stations[next - 1]) * done);
}
