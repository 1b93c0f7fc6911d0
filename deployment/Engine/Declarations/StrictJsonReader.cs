using Newtonsoft.Json;

namespace Layercake.Engine.Declarations;

/// <summary>Reads standard JSON and comments. Refuses a name that occurs twice in one object.</summary>
/// <remarks>
/// Newtonsoft's own reader accepts what the service refuses (single quotes, trailing commas, NaN, octal numbers), gives the end of a token
/// as its position, and rounds numbers.
/// </remarks>
internal sealed class StrictJsonReader(string text, int deepest = StrictJsonReader.DeepestLevel) : JsonReader, IJsonLineInfo
{
    /// <summary>
    /// The deepest job has about fifteen levels. Other JSON readers stop at 64, and a declaration is sent inside other objects.
    /// </summary>
    public const int DeepestLevel = 50;

    private readonly JsonScanner scanner = new(text);
    private readonly Stack<Container> open = [];
    private bool started;
    private bool nameRead;

    public int LineNumber { get; private set; }

    public int LinePosition { get; private set; }

    public bool HasLineInfo() => true;

    public override bool Read()
    {
        scanner.SkipBlanksAndComments();
        if (open.Count == 0)
            return started ? End() : Start();
        if (scanner.AtEnd)
            throw scanner.Problem($"The file ends here, but the {open.Peek().Opening} of line {open.Peek().Line} is not closed.");

        if (nameRead)
            return ReadFieldValue();

        var container = open.Peek();
        if (scanner.Here is '}' or ']')
            return Close(container);

        if (container.HasEntries)
            ReadComma(container);
        container.HasEntries = true;
        return container.Names is null ? ReadValue("a value") : ReadName(container.Names);
    }

    private bool Start()
    {
        started = true;
        if (scanner.AtEnd)
            throw scanner.Problem("The file is empty. Write a JSON object: { … }.", "JSN004");
        if (scanner.Here == '{')
            return ReadValue("an object");

        throw scanner.Here == '['
            ? scanner.Problem("The file holds a list, and one object is expected. Write each object into a file of its own.", "JSN005")
            : scanner.Problem($"The file must hold one object, so it starts with {{, but this is {scanner.Found}.", "JSN005");
    }

    private bool End()
    {
        if (!scanner.AtEnd)
            throw scanner.Problem(
                scanner.Here == '{'
                    ? "The object is closed, and another one follows. Write each object into a file of its own, or look for a bracket too "
                        + "many above."
                    : $"The object is closed, so nothing may follow but comments, and this is {scanner.Found}. Remove it, or look for "
                        + "a bracket too many above."
            );

        SetToken(JsonToken.None);
        return false;
    }

    private bool Close(Container container)
    {
        if (scanner.Here != container.Closing)
            throw scanner.Problem(
                $"{container.Closing} is expected, since the {container.Opening} of line {container.Line} is still open, but this "
                    + $"is {scanner.Found}."
            );

        MarkPosition();
        scanner.Advance();
        open.Pop();
        SetToken(container.Names is null ? JsonToken.EndArray : JsonToken.EndObject);
        return true;
    }

    private void ReadComma(Container container)
    {
        if (scanner.Here != ',')
            throw scanner.Problem($"A comma, or {container.Closing}, is expected after {Path}, but this is {scanner.Found}.");

        var comma = scanner.Problem($"Nothing follows this comma but {container.Closing}. Remove the comma.");
        scanner.Advance();
        scanner.SkipBlanksAndComments();
        if (scanner.Here == container.Closing)
            throw comma;
    }

    private bool ReadName(Dictionary<string, int> names)
    {
        MarkPosition();
        if (scanner.Here != '"')
            throw scanner.Problem($"A field's name in double quotes is expected, but this is {scanner.Found}.");

        var name = scanner.ReadText();
        SetToken(JsonToken.PropertyName, name);
        nameRead = true;
        return names.TryAdd(name, LineNumber)
            ? true
            : throw new JsonProblem(
                "JSN002",
                $"{Path} is given twice, first on line {names[name]}. Remove one of them.",
                LineNumber,
                LinePosition
            );
    }

    private bool ReadFieldValue()
    {
        if (scanner.Here != ':')
            throw scanner.Problem($"A colon is expected after the name of {Path}, but this is {scanner.Found}.");

        scanner.Advance();
        scanner.SkipBlanksAndComments();
        nameRead = false;
        return ReadValue($"a value for {Path}");
    }

    private bool ReadValue(string expected)
    {
        MarkPosition();
        switch (scanner.Here)
        {
            case '{' or '[':
                Open(scanner.Here == '{');
                break;
            case '"':
                SetToken(JsonToken.String, scanner.ReadText());
                break;
            case '\'':
                throw scanner.Problem("A text stands in double quotes, and this is a single one.");
            default:
                var word = scanner.ReadWord();
                var (token, value) =
                    word.Length == 0
                        ? throw scanner.Problem(
                            $"{char.ToUpperInvariant(expected[0])}{expected[1..]} is expected, but this is {scanner.Found}."
                        )
                        : JsonLiterals.Read(word, LineNumber, LinePosition);
                SetToken(token, value);
                break;
        }

        return true;
    }

    private void Open(bool isObject)
    {
        if (open.Count == deepest)
            throw scanner.Problem(
                $"Objects and lists are nested more than {deepest} deep here. Look for brackets that are never closed.",
                "JSN006"
            );

        open.Push(new Container(isObject, scanner.Line));
        scanner.Advance();
        SetToken(isObject ? JsonToken.StartObject : JsonToken.StartArray);
    }

    private void MarkPosition() => (LineNumber, LinePosition) = (scanner.Line, scanner.Column);

    /// <summary>An object or a list that is not closed yet.</summary>
    private sealed class Container(bool isObject, int line)
    {
        public int Line => line;

        public char Opening => isObject ? '{' : '[';

        public char Closing => isObject ? '}' : ']';

        /// <summary>The names so far and their lines; null for a list.</summary>
        public Dictionary<string, int>? Names { get; } = isObject ? new(StringComparer.Ordinal) : null;

        public bool HasEntries { get; set; }
    }
}
