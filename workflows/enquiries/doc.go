// Package enquiries is what happens when somebody asks us: 1 log the question by topic and worry level, in the moment of the talk;
// 2 give an approved answer in the caller's language, or hand the question to those who write answers; 3 route to protection staff at
// once when somebody may be in danger; 4 call back only as it was agreed; 5 settle.
//
// Who asked, their number and what they need are sealed, optional and short: outcome and need, no new story.
package enquiries
