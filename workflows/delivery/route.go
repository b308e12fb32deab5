package delivery

import "candour/models"

// Outgoing is a message on its way out of an incident: a RealMessage or an ExerciseMessage, nothing else.
type Outgoing interface{ outgoing() Message }

// RealMessage belongs to a real incident. Only Route makes one that can be sent; the relay takes nothing else.
type RealMessage struct{ message Message }

// ExerciseMessage belongs to an exercise. No code path leads from it to the relay: SMTP.Hand does not accept its type.
type ExerciseMessage struct{ message Message }

func (m RealMessage) outgoing() Message     { return m.message }
func (m ExerciseMessage) outgoing() Message { return m.message }

// Route gives a message the type of its incident. It is the only way to either type, and it asks the incident, not the
// caller: there is no flag to forget. Without an incident a message is an exercise, which harms nobody.
func Route(incident models.Incident, m Message) Outgoing {
	if incident.ID == "" || incident.Exercise {
		return ExerciseMessage{m}
	}
	return RealMessage{m}
}
