package models

import (
	"bytes"
	"context"
	"database/sql"
	"reflect"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// rowsOf runs a query and fills one T for each row. It does what Find does, column by column straight into the fields: Find allocates a
// holder for every value and looks its type up again, which was half of what a page of a list cost.
func rowsOf[T any](q *gorm.DB) (out []T, err error) {
	var shape T
	if q.Statement.Model == nil {
		q = q.Model(&shape)
	}
	of := gorm.Statement{DB: q}
	if err := of.Parse(&shape); err != nil {
		return nil, err
	}
	rows, err := q.Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	cells, to := make([]cell, len(columns)), make([]any, len(columns))
	for i, column := range columns {
		cells[i] = cellOf(of.Schema.LookUpField(column))
		to[i] = &cells[i]
	}
	ctx := q.Statement.Context
	out = []T{}
	for rows.Next() {
		var row T
		into := reflect.ValueOf(&row).Elem()
		for i := range cells {
			cells[i].place(ctx, into)
		}
		if err := rows.Scan(to...); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return out, openRows(q, out)
}

// cell is the place of one column in the row that is being read. A column that T does not have has no place.
type cell struct {
	field *schema.Field
	scans bool // the field reads itself: instants, JSON
	ctx   context.Context
	row   reflect.Value
	to    reflect.Value
}

var scanner = reflect.TypeFor[sql.Scanner]()

func cellOf(f *schema.Field) cell {
	return cell{field: f, scans: f != nil && reflect.PointerTo(f.IndirectFieldType).Implements(scanner)}
}

func (c *cell) place(ctx context.Context, row reflect.Value) {
	if c.field != nil {
		c.ctx, c.row, c.to = ctx, row, c.field.ReflectValueOf(ctx, row)
	}
}

// Scan takes what the driver read. NULL leaves the zero value, in which the row begins.
func (c *cell) Scan(value any) error {
	if c.field == nil || value == nil {
		return nil
	}
	to := c.to
	if to.Kind() == reflect.Pointer {
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	if c.scans {
		return to.Addr().Interface().(sql.Scanner).Scan(value)
	}
	kind := to.Kind()
	switch x := value.(type) {
	case string:
		if kind == reflect.String {
			to.SetString(x)
			return nil
		}
	case int64:
		switch {
		case to.CanInt() && !to.OverflowInt(x):
			to.SetInt(x)
			return nil
		case kind == reflect.Bool:
			to.SetBool(x != 0)
			return nil
		}
	case bool:
		if kind == reflect.Bool {
			to.SetBool(x)
			return nil
		}
	case []byte:
		if kind == reflect.Slice && to.Type().Elem().Kind() == reflect.Uint8 {
			to.SetBytes(bytes.Clone(x)) // the driver's own are gone with the next row
			return nil
		}
	}
	return c.field.Set(c.ctx, c.row, value)
}
