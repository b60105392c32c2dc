using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Text that is written without quotes although it looks like another type, such as a time.</summary>
internal sealed record YamlPlainText(GoString Text);
