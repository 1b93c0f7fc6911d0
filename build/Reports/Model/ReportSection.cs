using Build.Text;

namespace Build.Reports.Model;

/// <summary>A table of its own in the report: checks, test cases, exported files; made of a fact of the record.</summary>
internal sealed record ReportSection
{
    public required string Title { get; init; }

    /// <summary>What the table amounts to, in a sentence; null when the table says it all.</summary>
    public string? Summary { get; init; }

    /// <summary>The headings of the columns.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    public required IReadOnlyList<ReportRow> Rows { get; init; }
}

/// <summary>A row of a section.</summary>
/// <param name="Tone">How it is meant. Its colour says nothing that no cell says in words.</param>
/// <param name="Cells">Plain text, one for each column; a cell may have several lines, and one that is an address is a link where links are
/// possible.</param>
internal sealed record ReportRow(Tone Tone, params IReadOnlyList<string> Cells);
