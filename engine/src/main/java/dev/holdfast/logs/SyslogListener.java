package dev.holdfast.logs;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Listens for messages of syslog: datagrams of UDP (RFC 5426), and streams of TCP, where a message ends with its line or has
 * its length before it (RFC 6587). What waits to be taken is bounded: a full line makes TCP wait, while UDP cannot wait, so
 * that what comes then is counted as lost.
 */
final class SyslogListener implements AutoCloseable {
    /** Longest message; what is longer is cut there. Source: RFC 5425 asks for 2,048 bytes, RFC 5426 allows 65,507. */
    static final int LONGEST = 64 * 1024;

    static final int MOST_CONNECTIONS = 64;
    private static final int MOST_WAITING = 10_000;
    private static final int IDLE_MILLIS = 10 * 60 * 1000;
    private static final int MAX_DIGITS = 6;

    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong cut = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final @Nullable DatagramSocket datagrams;
    private final @Nullable ServerSocket server;

    private SyslogListener(@Nullable DatagramSocket datagrams, @Nullable ServerSocket server) {
        this.datagrams = datagrams;
        this.server = server;
        if (datagrams != null) {
            Thread.ofVirtual().name("syslog-udp").start(() -> receive(datagrams));
        }
        if (server != null) {
            Thread.ofVirtual().name("syslog-tcp").start(() -> accept(server));
        }
    }

    /** @throws IOException when it cannot listen there */
    static SyslogListener listen(InetSocketAddress address, boolean udp, boolean tcp) throws IOException {
        DatagramSocket datagrams = udp ? new DatagramSocket(address) : null;
        try {
            ServerSocket server = null;
            if (tcp) {
                server = new ServerSocket();
                server.setReuseAddress(true);
                // Both kinds on a port of the system's choice must be one port.
                int port = datagrams == null ? address.getPort() : datagrams.getLocalPort();
                server.bind(new InetSocketAddress(address.getAddress(), port), 50);
            }
            return new SyslogListener(datagrams, server);
        } catch (IOException e) {
            if (datagrams != null) {
                datagrams.close();
            }
            throw e;
        }
    }

    int port() {
        return server != null ? server.getLocalPort() : datagrams != null ? datagrams.getLocalPort() : 0;
    }

    /** Takes what came, up to so many messages. */
    List<byte[]> take(int most) {
        List<byte[]> out = new ArrayList<>();
        waiting.drainTo(out, most);
        return out;
    }

    /** What could not be taken since this was asked last, in words for people. */
    List<String> troubles() {
        List<String> out = new ArrayList<>();
        told(out, lost, " messages came faster than they were read and are lost");
        told(out, cut, " messages were longer than " + LONGEST + " bytes and were cut there");
        told(out, refused, " connections were refused, since " + MOST_CONNECTIONS + " were open");
        return out;
    }

    private static void told(List<String> out, AtomicLong count, String what) {
        long n = count.getAndSet(0);
        if (n > 0) {
            out.add(n + what);
        }
    }

    private void receive(DatagramSocket socket) {
        byte[] buffer = new byte[LONGEST];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] message =
                        Arrays.copyOfRange(buffer, packet.getOffset(), packet.getOffset() + packet.getLength());
                if (message.length > 0 && !waiting.offer(message)) {
                    lost.incrementAndGet();
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    lost.incrementAndGet();
                }
            }
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                if (!connections.tryAcquire()) {
                    refused.incrementAndGet();
                    socket.close();
                    continue;
                }
                open.add(socket);
                Thread.ofVirtual().name("syslog-peer").start(() -> serve(socket));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    refused.incrementAndGet();
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(IDLE_MILLIS);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            byte[] message = message(in);
            while (message != null) {
                if (message.length > 0) {
                    waiting.put(message);
                }
                message = message(in);
            }
        } catch (SocketTimeoutException | SocketException | EOFException e) {
            // Silent for too long, or gone: whoever has more to say connects again.
            return;
        } catch (IOException e) {
            refused.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
            connections.release();
        }
    }

    /** The next message, null at the end. */
    private byte @Nullable [] message(BufferedInputStream in) throws IOException {
        in.mark(MAX_DIGITS + 2);
        int length = 0;
        int digits = 0;
        int c = in.read();
        while (c >= '0' && c <= '9' && digits < MAX_DIGITS && (digits > 0 || c != '0')) {
            length = length * 10 + (c - '0');
            digits++;
            c = in.read();
        }
        if (digits > 0 && c == ' ') {
            byte[] whole = in.readNBytes(Math.min(length, LONGEST));
            if (length > LONGEST) {
                cut.incrementAndGet();
                in.skipNBytes(length - LONGEST);
            }
            return whole.length == 0 && length > 0 ? null : whole;
        }
        in.reset();
        return line(in);
    }

    private byte @Nullable [] line(InputStream in) throws IOException {
        byte[] out = new byte[512];
        int length = 0;
        boolean over = false;
        int c = in.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n' && c != 0) {
            if (length == LONGEST) {
                over = true;
            } else {
                if (length == out.length) {
                    out = Arrays.copyOf(out, length * 2);
                }
                out[length++] = (byte) c;
            }
            c = in.read();
        }
        if (over) {
            cut.incrementAndGet();
        }
        return Arrays.copyOf(out, length);
    }

    @Override
    public void close() {
        if (datagrams != null) {
            datagrams.close();
        }
        try {
            if (server != null) {
                server.close();
            }
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            // The sockets go with the process at the latest.
            open.clear();
        }
    }
}
