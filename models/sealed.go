package models

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/tink"
	"gorm.io/gorm/clause"
)

// Keyring seals person fields and computes keyed hashes. Its key sets live in the database, wrapped by a master key that
// never does: a copy of the database without the key file gives ids, counts and states, no person.
type Keyring struct {
	fields  tink.AEAD
	lookups *prf.Set
	links   *prf.Set
}

// Keyset is one wrapped key set.
type Keyset struct {
	Purpose string `gorm:"primaryKey"`
	Wrapped []byte
}

// ReadMasterKey reads the key file: 32 bytes in base64. With create it makes the file, mode 0600, when it is missing.
func ReadMasterKey(path string, create bool) ([]byte, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) && create {
		k := make([]byte, 32)
		rand.Read(k)
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return nil, fmt.Errorf("make key file: %w", err)
		}
		if _, err := f.WriteString(base64.StdEncoding.EncodeToString(k) + "\n"); err != nil {
			f.Close()
			return nil, err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return nil, err
		}
		return k, nil
	}
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("the key file %s is not there. Nothing was changed; put it back from where you keep it: a new one would not open this database", path)
	}
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	k, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(k) != 32 {
		return nil, fmt.Errorf("key file %s must hold 32 bytes in base64 (make one with: head -c 32 /dev/urandom | base64)", path)
	}
	return k, nil
}

// Unlock opens the key sets with the master key, and makes them on the first start. A wrong key is refused here, not at the first person.
func (db *DB) Unlock(ctx context.Context, master []byte) error {
	mk, err := subtle.NewAESGCM(master)
	if err != nil {
		return fmt.Errorf("master key: %w", err)
	}
	fields, err := db.keyset(ctx, "fields", mk, aead.AES256GCMKeyTemplate())
	if err != nil {
		return err
	}
	lookups, err := db.keyset(ctx, "lookups", mk, prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return err
	}
	links, err := db.keyset(ctx, "links", mk, prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return err
	}
	k := &Keyring{}
	if k.fields, err = aead.New(fields); err != nil {
		return err
	}
	if k.lookups, err = prf.NewPRFSet(lookups); err != nil {
		return err
	}
	if k.links, err = prf.NewPRFSet(links); err != nil {
		return err
	}
	db.keys = k
	return db.sealClear(ctx)
}

func (db *DB) keyset(ctx context.Context, purpose string, mk tink.AEAD, template *tinkpb.KeyTemplate) (*keyset.Handle, error) {
	g, ad := db.g.WithContext(ctx), []byte("keysets:"+purpose)
	var row Keyset
	if err := g.Where("purpose = ?", purpose).Limit(1).Find(&row).Error; err != nil {
		return nil, fmt.Errorf("read key sets: %w", err)
	}
	if row.Purpose == "" {
		h, err := keyset.NewHandle(template)
		if err != nil {
			return nil, err
		}
		var buf bytes.Buffer
		if err := h.WriteWithAssociatedData(keyset.NewJSONWriter(&buf), mk, ad); err != nil {
			return nil, err
		}
		// Two nodes may start for the first time together: the first one's key set stands, both read it back.
		if err := g.Clauses(clause.OnConflict{DoNothing: true}).Create(&Keyset{purpose, buf.Bytes()}).Error; err != nil {
			return nil, fmt.Errorf("keep key set: %w", err)
		}
		if err := g.Where("purpose = ?", purpose).Take(&row).Error; err != nil {
			return nil, fmt.Errorf("read key sets: %w", err)
		}
	}
	h, err := keyset.ReadWithAssociatedData(keyset.NewJSONReader(bytes.NewReader(row.Wrapped)), mk, ad)
	if err != nil {
		return nil, errors.New("the key file does not open this database: it belongs to another one, or was replaced. Nothing was changed; start again with the right CANDOUR_KEY_FILE")
	}
	return h, nil
}

// Seal encrypts a field. The place ("table.column:row id") is bound to it: moved to another row or column it does not open.
func (k *Keyring) Seal(place string, plain []byte) ([]byte, error) {
	return k.fields.Encrypt(plain, []byte(place))
}

// Open decrypts what Seal made for the same place, or fails closed.
func (k *Keyring) Open(place string, sealed []byte) ([]byte, error) {
	b, err := k.fields.Decrypt(sealed, []byte(place))
	if err != nil {
		return nil, fmt.Errorf("sealed field %s does not open: it was moved, changed, or belongs to another key", strings.SplitN(place, ":", 2)[0])
	}
	return b, nil
}

// SealText and OpenText are Seal and Open for text; empty text stays empty, so that "not given" needs no key.
func (k *Keyring) SealText(place, plain string) ([]byte, error) {
	if plain == "" {
		return nil, nil
	}
	return k.Seal(place, []byte(plain))
}

func (k *Keyring) OpenText(place string, sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	b, err := k.Open(place, sealed)
	return string(b), err
}

// Lookup is the keyed hash of a normalised value, per field and scope (an incident, or "" for the organisation): equal values in two
// incidents have different hashes. 16 bytes.
func (k *Keyring) Lookup(field, scope, normalised string) ([]byte, error) {
	return k.lookups.ComputePrimaryPRF([]byte(field+"\x00"+scope+"\x00"+normalised), 16)
}

// LookupNumber is the first 8 bytes of Lookup as a number, for large indexes; whoever finds a row by it compares the opened value.
func (k *Keyring) LookupNumber(field, scope, normalised string) (int64, error) {
	b, err := k.Lookup(field, scope, normalised)
	if err != nil {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(b[:8])), nil
}

// LinkToken derives the 256-bit token of a link from what it belongs to, so that a retry has the same bytes and only its hash need be kept.
func (k *Keyring) LinkToken(purpose string, id ID, issue int) (string, error) {
	b, err := k.links.ComputePrimaryPRF(fmt.Appendf(nil, "%s\x00%s\x00%d", purpose, id, issue), 32)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}
