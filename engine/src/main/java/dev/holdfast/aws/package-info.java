/**
 * The only room that knows AWS: any operation by name, JSON in and JSON out, over the official SDK; sign-in, role hop
 * per account, regions, paging, throttle, retries, deadlines, and a ledger of every call. Reading and writing are
 * different doors ({@link dev.holdfast.aws.AwsReader}, {@code aws.write.AwsWriter}). It must not know what the answers
 * mean.
 */
@NullMarked
package dev.holdfast.aws;

import org.jspecify.annotations.NullMarked;
