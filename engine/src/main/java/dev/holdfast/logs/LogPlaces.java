package dev.holdfast.logs;

import dev.holdfast.model.Problems;
import java.io.InputStream;

/** The place that a URI means. */
final class LogPlaces {
    private LogPlaces() {}

    static LogPlace of(String uri, LogDoors doors) {
        if (uri.equals("-")) {
            return standardInput(doors);
        } else if (uri.startsWith("s3://")) {
            String rest = uri.substring("s3://".length());
            int slash = rest.indexOf('/');
            String bucket = slash < 0 ? rest : rest.substring(0, slash);
            LogReader.S3 s3 = doors.s3();
            if (bucket.isEmpty() || s3 == null) {
                throw Problems.of(uri, 0, "this place in S3 cannot be read", "Write s3://bucket/prefix");
            }
            return new S3Place(s3.reader(), s3.scope(), bucket, slash < 0 ? "" : rest.substring(slash + 1));
        } else if (AwsFindingsPlace.meant(uri)) {
            LogReader.S3 aws = doors.s3();
            if (aws == null) {
                throw Problems.of(uri, 0, "AWS cannot be asked here", "Sign in to AWS first");
            }
            return AwsFindingsPlace.of(uri, aws.reader(), aws.scope());
        } else if (LogFollower.endless(uri)) {
            throw Problems.of(
                    uri, 0, "this has no end and can only be followed", "Add --follow, and --idle SECONDS to end it");
        } else if (uri.matches("[a-z][a-z0-9+]+:.*") && !uri.startsWith("file:")) {
            throw Problems.of(
                    uri,
                    0,
                    "logs cannot be read from here",
                    "Use file:, s3://bucket/prefix, guardduty:, securityhub:, sqs:, kinesis:, kafka:, syslog: or -");
        }
        String path = uri.startsWith("file:") ? uri.substring("file:".length()) : uri;
        return new FilePlace(path.startsWith("///") ? path.substring(2) : path);
    }

    private static LogPlace standardInput(LogDoors doors) {
        InputStream in = doors.standardInput();
        if (in == null) {
            throw Problems.of("-", 0, "there is no standard input here", "Name a file");
        }
        return consumer -> consumer.accept(new LogFile("standard input", null, () -> in));
    }
}
