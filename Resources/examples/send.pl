#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
#
# Sends a message from Perl, without a process: send.pl USER TEXT. It needs libffi-platypus-perl.

use strict;
use warnings;
use FFI::Platypus 2.00;

package Request {    # struct msgr_request
    use FFI::Platypus::Record;
    record_layout_1(
        size_t => 'size',
        (map { ('string rw' => $_) } qw(to text from id title icon category replaces retracts)),
        opaque => 'actions',
        uint32 => 'expires', uint32 => 'flags',
        sint32 => 'urgency', sint32 => 'until',
        sint64 => 'deadline',
    );
}

package Outcome {    # struct msgr_outcome
    use FFI::Platypus::Record;
    record_layout_1(
        size_t => 'size',
        uint32 => 'code', sint32 => 'state',
        uint32 => 'recipients', uint32 => 'failures', uint32 => 'flags',
        'string(33)' => 'id', 'string(263)' => 'reason', 'string(1024)' => 'answer',
        'string(4)' => 'padding',    # as a compiler of C adds
    );
}

my $library = FFI::Platypus->new(api => 2, lib => 'libmessngr.so.0');
$library->attach(msgr_send => ['record(Request)*', 'record(Outcome)*'] => 'uint32');

die "usage: send.pl USER TEXT\n" unless @ARGV == 2;
my $request = Request->new(to => $ARGV[0], text => $ARGV[1]);
my $outcome = Outcome->new;
$request->size($library->sizeof('record(Request)'));
$outcome->size($library->sizeof('record(Outcome)'));
if (my $code = msgr_send($request, $outcome)) {
    die unpack('Z*', $outcome->reason), " ($code)\n";
}
print unpack('Z*', $outcome->id), "\n";
