// Package briefing says in three short parts how an incident stands: 1 what is known is read at one moment; 2 what changed since the last report
// that was sent is written for one audience, each with what it may read; 3 people edit it and another person approves it, as with every text;
// 4 it goes out, one message to each recipient. A hand-over is the same moment, written for whoever comes next, and taken over by a press.
package briefing
