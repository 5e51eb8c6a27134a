package dev.holdfast.logs;

import dev.holdfast.model.Event;
import dev.holdfast.model.Problems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What machines send by syslog. The protocol knows no acknowledgement: what came and was not kept yet when the program is
 * killed is lost.
 */
final class FollowedSyslog implements FollowedPlace {
    private static final Pattern FORM =
            Pattern.compile("^syslog:(?:(udp|tcp)://)?(?:(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9.-]+):)?(\\d{1,5})$");

    /** So many are taken before what they gave is kept. */
    private static final int MOST_AT_ONCE = 5_000;

    private final LogReader reader;
    private final SyslogListener listener;
    private final String name;
    private @Nullable StreamMark mark;

    FollowedSyslog(LogReader reader, SyslogListener listener, String name) {
        this.reader = reader;
        this.listener = listener;
        this.name = name;
    }

    static FollowedSyslog of(LogReader reader, String uri) {
        Matcher form = FORM.matcher(uri);
        if (!form.matches() || Integer.parseInt(form.group(3)) > 65_535) {
            throw Problems.of(
                    uri,
                    0,
                    "this is not a place to listen at",
                    "Write syslog:PORT, syslog:udp://HOST:PORT or syslog:tcp://HOST:PORT; without a host only this machine is heard");
        }
        try {
            InetAddress host =
                    form.group(2) == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(form.group(2));
            InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(form.group(3)));
            boolean udp = !"tcp".equals(form.group(1));
            boolean tcp = !"udp".equals(form.group(1));
            return new FollowedSyslog(reader, SyslogListener.listen(address, udp, tcp), uri);
        } catch (IOException e) {
            throw Problems.of(uri, 0, "nothing can be heard there: " + e.getMessage(), "Choose another port or host");
        }
    }

    @Override
    public int look(Instant now, LogFollower.Marks marks, Consumer<Event> events) {
        StreamMark at = mark;
        if (at == null) {
            String text = marks.of(name);
            at = text == null ? new StreamMark("0", StreamMark.NONE.repeats()) : StreamMark.read(text);
        }
        long number = Long.parseLong(at.at());
        int given = 0;
        for (byte[] message : listener.take(MOST_AT_ONCE)) {
            number++;
            // A line may be told twice in the same second; it is another event each time.
            LogFile file = new LogFile(name + "#" + number, now, () -> new ByteArrayInputStream(oneLine(message)));
            at = new StreamMark(Long.toString(number), reader.follow(file, now, at.repeats(), events));
            given++;
        }
        if (given > 0) {
            marks.given(name, at.text());
        }
        mark = at;
        listener.troubles().forEach(t -> reader.error(name, 0, t));
        return given;
    }

    /** A message of several lines is one event; JSON bears blanks in the place of its line breaks. */
    private static byte[] oneLine(byte[] message) {
        byte[] out = message.clone();
        for (int i = 0; i < out.length; i++) {
            if (out[i] == '\n' || out[i] == '\r' || out[i] == 0) {
                out[i] = ' ';
            }
        }
        return out;
    }

    @Override
    public void close() {
        listener.close();
    }
}
