namespace Layercake.Rest;

/// <summary>A call that changes something, as method and path: <c>PATCH /api/2.0/sql/queries/{id}</c>.</summary>
/// <remarks>A part in braces stands for any one part of a path, and <c>{path*}</c> at the end for one or more.</remarks>
public sealed record WriteCall
{
    private readonly string method;
    private readonly string[] parts;
    private readonly bool isOpen;

    private WriteCall(string text)
    {
        Text = text;
        method = text[..text.IndexOf(' ', StringComparison.Ordinal)];
        parts = text[(method.Length + 1)..].Split('/');
        isOpen = parts[^1].EndsWith("*}", StringComparison.Ordinal);
    }

    public string Text { get; }

    public static IReadOnlyList<WriteCall> List(params IEnumerable<string> texts) => [.. texts.Select(text => new WriteCall(text))];

    internal bool Matches(WorkspaceRequest request)
    {
        var sent = request.Path.Split('/');
        return request.Method.Method == method
            && (isOpen ? sent.Length >= parts.Length : sent.Length == parts.Length)
            && parts.Zip(sent).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }

    public bool Equals(WriteCall? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    public override string ToString() => Text;
}
