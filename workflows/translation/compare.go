package translation

// Moves of a paragraph from one version of a text to the next.
const (
	Unchanged = "unchanged"
	Moved     = "moved"
	Changed   = "changed"
	Added     = "added"
)

// Step is where a paragraph of the newer version comes from; From is -1 for an added one.
type Step struct {
	Move string
	From int
}

// Compare tells what became of each paragraph, by hash, and which of the older ones are gone. Each older paragraph is named once: as the
// origin of a newer one, or among the removed.
func Compare(was, now []Paragraph) (steps []Step, removed []int) {
	steps = make([]Step, len(now))
	for i := range steps {
		steps[i] = Step{Added, -1}
	}
	used := make([]bool, len(was))
	// 1 What stands in the same order: the longest common subsequence.
	for _, pair := range common(was, now) {
		steps[pair[1]], used[pair[0]] = Step{Unchanged, pair[0]}, true
	}
	// 2 The same words elsewhere.
	for i, p := range now {
		if steps[i].From >= 0 {
			continue
		}
		for k, w := range was {
			if !used[k] && w.Hash == p.Hash {
				steps[i], used[k] = Step{Moved, k}, true
				break
			}
		}
	}
	// 3 What stands between the same neighbours is the same paragraph, changed.
	start := 0
	for i := 0; i <= len(now); i++ {
		if i < len(now) && steps[i].Move != Unchanged {
			continue
		}
		low, high := -1, len(was)
		if start > 0 {
			low = steps[start-1].From
		}
		if i < len(now) {
			high = steps[i].From
		}
		pairGap(was, now, steps, used, start, i, low+1, high)
		start = i + 1
	}
	for k := range was {
		if !used[k] {
			removed = append(removed, k)
		}
	}
	return steps, removed
}

// pairGap pairs what is left of now[from:to] with what is left of was[low:high]: in order when they are as many, else the likest in order.
func pairGap(was, now []Paragraph, steps []Step, used []bool, from, to, low, high int) {
	var olds, news []int
	for k := low; k < high; k++ {
		if !used[k] {
			olds = append(olds, k)
		}
	}
	for i := from; i < to; i++ {
		if steps[i].From < 0 {
			news = append(news, i)
		}
	}
	even := len(olds) == len(news)
	for _, i := range news {
		for n, k := range olds {
			if even || like(was[k].Text, now[i].Text) >= 0.4 {
				steps[i], used[k] = Step{Changed, k}, true
				olds = olds[n+1:]
				break
			}
		}
	}
}

// common is the longest common subsequence by hash, as pairs of places.
func common(was, now []Paragraph) (out [][2]int) {
	length := make([][]int, len(was)+1)
	for k := range length {
		length[k] = make([]int, len(now)+1)
	}
	for k := len(was) - 1; k >= 0; k-- {
		for i := len(now) - 1; i >= 0; i-- {
			if was[k].Hash == now[i].Hash {
				length[k][i] = length[k+1][i+1] + 1
			} else {
				length[k][i] = max(length[k+1][i], length[k][i+1])
			}
		}
	}
	for k, i := 0, 0; k < len(was) && i < len(now); {
		switch {
		case was[k].Hash == now[i].Hash:
			out = append(out, [2]int{k, i})
			k, i = k+1, i+1
		case length[k+1][i] >= length[k][i+1]:
			k++
		default:
			i++
		}
	}
	return out
}

// like is the share of pairs of letters that two texts have in common, from 0 to 1.
func like(a, b string) float64 {
	pairs := func(s string) map[[2]rune]int {
		out := map[[2]rune]int{}
		last := ' '
		for _, r := range s {
			out[[2]rune{last, r}]++
			last = r
		}
		return out
	}
	x, y := pairs(a), pairs(b)
	same, all := 0, 0
	for p, n := range x {
		same += min(n, y[p])
		all += n
	}
	for _, n := range y {
		all += n
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(same) / float64(all)
}
