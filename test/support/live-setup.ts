/** Starts the real servers once for the live tests. */
export default function setup(): void {}
