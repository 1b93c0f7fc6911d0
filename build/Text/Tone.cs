namespace Build.Text;

/// <summary>How a line or a row is meant; shown as a colour where there are colours.</summary>
internal enum Tone
{
    Plain,
    Quiet,
    Good,
    Change,
    Bad,
}
