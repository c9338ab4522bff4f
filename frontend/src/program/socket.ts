/** Opens a socket of the classroom; null if it does not open. */
export function openSocket(address: string): Promise<WebSocket | null> {
  const url = new URL(address, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  return new Promise((done) => {
    socket.onopen = () => done(socket);
    socket.onclose = () => done(null);
  });
}
