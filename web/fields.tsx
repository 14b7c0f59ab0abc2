/** Fields of a form: a label each, the hint under it, and what is wrong with it beside it. */
import type { Language } from '#domain/vocabulary.ts';
import type { Refusal } from './ask.ts';
import { fieldsOf, type Field, type Group, type Values } from './form.ts';
import { say } from './layout.tsx';
import { wrongsOf } from './wrong.tsx';

type Shown = {
  readonly language: Language;
  /** What was typed before it was refused; empty at first. */
  readonly values: Values | null;
  readonly refusal: Refusal | null;
};

export const Fields = ({ parts, ...shown }: Shown & { parts: readonly (Field | Group)[] }) => {
  const { refusal } = shown;
  const wrongs = refusal === null ? [] : wrongsOf({ ...shown, refusal, fields: fieldsOf(parts) });
  const wrong = new Map(wrongs.toReversed().map(({ field, text }) => [field?.name, text] as const));
  const one = (field: Field) => (
    <Entry field={field} wrong={wrong.get(field.name) ?? null} {...shown} />
  );
  return (
    <>
      {parts.map((part) =>
        'fields' in part ? (
          <fieldset>
            <legend>{say(part.legend, shown.language)}</legend>
            <div class="group">{part.fields.map(one)}</div>
          </fieldset>
        ) : (
          one(part)
        ),
      )}
    </>
  );
};

type EntryProps = Shown & { field: Field; wrong: string | null };

const Entry = (props: EntryProps) => {
  const { field, language, wrong } = props;
  const label = say(field.label, language);
  const hint = field.hint?.[language];
  const notes = (
    <>
      {hint === undefined ? null : (
        <small id={`${field.name}-hint`} class="hint">
          {hint}
        </small>
      )}
      {wrong === null ? null : (
        <small id={`${field.name}-wrong`} class="wrong">
          {wrong}
        </small>
      )}
    </>
  );
  if (field.kind === 'choice')
    return (
      <fieldset class="choice" id={field.name} aria-describedby={described(props)}>
        <legend>{label}</legend>
        {notes}
        {field.options.map(([value, text]) => (
          <label>
            <input
              type="radio"
              name={field.name}
              value={value}
              required
              checked={valueOf(props) === value}
            />
            {text[language]}
          </label>
        ))}
      </fieldset>
    );
  if (field.kind === 'yes')
    return (
      <label class="yes">
        <input
          type="checkbox"
          id={field.name}
          name={field.name}
          value="true"
          checked={valueOf(props) === 'true'}
          aria-describedby={described(props)}
        />
        {label}
        {notes}
      </label>
    );
  return (
    <div class="entry">
      <label for={field.name}>{label}</label>
      {notes}
      <Input {...props} field={field} />
    </div>
  );
};

const valueOf = ({ field, values }: EntryProps): string =>
  (values === null ? field.value : values[field.name]) ?? '';

const described = ({ field, wrong }: EntryProps): string | undefined => {
  const ids = [
    ...(field.hint === undefined ? [] : [`${field.name}-hint`]),
    ...(wrong === null ? [] : [`${field.name}-wrong`]),
  ];
  return ids.length === 0 ? undefined : ids.join(' ');
};

const Input = (props: EntryProps & { field: Exclude<Field, { kind: 'choice' | 'yes' }> }) => {
  const { field, wrong } = props;
  const common = {
    id: field.name,
    name: field.name,
    required: field.optional !== true,
    'aria-describedby': described(props),
    'aria-invalid': wrong === null ? undefined : ('true' as const),
  };
  switch (field.kind) {
    case 'text':
    case 'list':
      return (
        <textarea
          {...common}
          rows={4}
          maxlength={field.max}
          required={field.kind === 'text' && common.required}
        >
          {valueOf(props)}
        </textarea>
      );
    case 'line':
      return (
        <input
          type="text"
          {...common}
          maxlength={field.max}
          autocomplete={field.autocomplete ?? 'off'}
          value={valueOf(props)}
        />
      );
    case 'secret':
      return <input type="password" {...common} autocomplete={field.autocomplete} />;
    case 'date':
      return <input type="date" {...common} value={valueOf(props)} />;
    case 'count':
      return <input type="text" inputmode="numeric" {...common} value={valueOf(props)} />;
  }
};
